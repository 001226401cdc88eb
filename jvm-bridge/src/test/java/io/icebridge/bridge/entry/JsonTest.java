// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":[1,-9223372036854775808,0.5,true,false,null,\"x\",[],{}]}",
        "{\"ä😀\":{\"\":\"\\\"\\\\\\n\"}}"
      })
  void whatIsReadIsWrittenAgain(String text) throws IOException {
    JsonNode tree = Json.read(text.getBytes(StandardCharsets.UTF_8));
    assertThat(Json.read(Json.write(tree))).isEqualTo(tree);
    assertThat(tree).hasToString(new ObjectMapper().readTree(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "\ud800", "\udc00", "\ud800x", "\udc00\ud800"})
  void whatPostgresTextsCannotHoldIsReplaced(String text) throws IOException {
    ObjectNode tree = Answers.object().put("m", "a" + text + "z");
    String written = new String(Json.write(tree), StandardCharsets.UTF_8);
    assertThat(written).startsWith("{\"m\":\"a\ufffd").endsWith("z\"}").doesNotContain("\\u");
  }

  @Test
  void charactersBeyondTheBasicPlaneStay() throws IOException {
    ObjectNode tree = Answers.object().put("m", "😀");
    assertThat(Json.read(Json.write(tree)).get("m").asText()).isEqualTo("😀");
  }
}
