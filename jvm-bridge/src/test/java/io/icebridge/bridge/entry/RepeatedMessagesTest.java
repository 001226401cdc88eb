// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepeatedMessagesTest {

  private final RepeatedMessages messages = new RepeatedMessages();

  private JsonNode read(String message) throws IOException {
    JsonNode read = messages.read(message.getBytes(UTF_8));
    assertThat(read).isEqualTo(Json.read(message.getBytes(UTF_8)));
    return read;
  }

  @Test
  void membersAreTakenUpToTheFirstThatDiffers() throws IOException {
    JsonNode first = read("{\"q\":\"tree ä\",\"f\":{\"a\":[1]},\"r\":{\"t\":1},\"n\":1,\"z\":[]}");
    JsonNode second = read("{\"q\":\"tree ä\",\"f\":{\"a\":[1]},\"r\":{\"t\":2},\"n\":1,\"z\":[]}");
    assertThat(second.get("q")).isSameAs(first.get("q"));
    assertThat(second.get("f")).isSameAs(first.get("f"));
    assertThat(second.get("r")).isNotSameAs(first.get("r"));
    assertThat(second.get("z")).isNotSameAs(first.get("z"));
    JsonNode third = read("{\"q\":\"tree ä\",\"f\":{\"a\":[1]},\"r\":{\"t\":2}}");
    assertThat(third.get("f")).isSameAs(first.get("f"));
    assertThat(third.get("r")).isNotSameAs(second.get("r"));
  }

  @Test
  void theSameMessageIsNewAsAWhole() throws IOException {
    String message = "{\"q\":\"a\",\"f\":{}}";
    JsonNode first = read(message);
    JsonNode second = read(message);
    assertThat(second).isNotSameAs(first);
    assertThat(second.get("f")).isSameAs(first.get("f"));
  }

  @Test
  void numbersAndTextsThatGoOnAreOthers() throws IOException {
    read("{\"q\":12,\"f\":{}}");
    read("{\"q\":123,\"f\":{}}");
    read("{\"q\":\"a\"}");
    read("{\"q\":\"a\",\"f\":1}");
    read("{\"q\":\"a\\\"\",\"f\":1}");
    read("{\"q\":\"a\" ,\"f\":1}");
    read("{ }");
    read("{}");
  }

  @Test
  void whateverComesIsReadAsIfItWereTheFirst() throws IOException {
    Random random = new Random(4);
    String[] values = {"{}", "[1,2]", "\"a\"", "\"\\\\\"", "12", "1", "true", "{\"b\":{\"c\":1}}"};
    for (int i = 0; i < 3_000; i++) {
      List<String> members = new ArrayList<>();
      for (int member = random.nextInt(5); member >= 0; member--) {
        String blank = random.nextInt(10) == 0 ? " " : "";
        members.add("\"m" + members.size() + "\":" + values[random.nextInt(values.length)] + blank);
      }
      read("{" + String.join(",", members) + "}");
    }
  }

  @Test
  void longMessagesAreNotKept() throws IOException {
    String message = "{\"q\":\"" + "x".repeat(70_000) + "\"}";
    JsonNode first = read(message);
    assertThat(read(message).get("q")).isNotSameAs(first.get("q"));
  }
}
