// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.entry.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProfileTextTest {

  private static final String TEXT =
      "{\"operator\": [{\"name\": \"a, \\\"{[\", \"rows\": 12}, {}], \"query\": {\"time\": 0.5, \"rows\": 3}}";

  @Test
  void textThatIsCompleteStays() {
    assertEquals(TEXT, ProfileText.whole(TEXT));
    assertEquals("{}\n", ProfileText.whole("{}\n"));
  }

  @Test
  void textCutOffAnywhereIsJson() throws IOException {
    for (int length = 1; length < TEXT.length(); length++) {
      JsonNode read = read(TEXT.substring(0, length));
      assertEquals(
          length > TEXT.indexOf("0.5,") + 3 ? 0.5 : 0.0,
          read.path("query").path("time").asDouble(),
          TEXT.substring(0, length));
    }
    assertEquals(
        read(TEXT).path("operator"), read(TEXT.substring(0, TEXT.length() - 1)).path("operator"));
  }

  private static JsonNode read(String text) throws IOException {
    return Json.read(ProfileText.whole(text).getBytes(StandardCharsets.UTF_8));
  }
}
