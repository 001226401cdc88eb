// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Utf8OrderTest {

  @Test
  void theOrderIsThatOfTheBytes() {
    List<String> strings =
        List.of(
            "",
            "\0",
            "a",
            "aa",
            "b",
            "ä",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "😀",
            "😀a",
            "\udbff\udfff");
    for (String left : strings) {
      for (String right : strings) {
        assertThat(Integer.signum(Utf8Order.COMPARATOR.compare(left, right)))
            .as(left + " and " + right)
            .isEqualTo(Integer.signum(Arrays.compareUnsigned(bytes(left), bytes(right))));
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
