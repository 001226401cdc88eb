// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.WrapperException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionCheckTest {

  @BeforeEach
  void reset() {
    RecordingWrapper.reset();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SERVER | endpiont | x | HV00D | invalid option \"endpiont\" for a server"
            + " | Perhaps you meant the option \"endpoint\".",
        "SERVER | path | x | HV00D | invalid option \"path\" for a server"
            + " | Valid options are: endpoint.",
        "USER_MAPPING | user | x | HV00D | invalid option \"user\" for a user mapping"
            + " | There are no valid options in this context.",
        "FOREIGN_DATA_WRAPPER | endpoint | x | HV00D"
            + " | invalid option \"endpoint\" for a foreign-data wrapper"
            + " | There are no valid options in this context.",
        "FOREIGN_TABLE | haeder | on | HV00D | invalid option \"haeder\" for a foreign table"
            + " | Perhaps you meant the option \"header\".",
        "FOREIGN_TABLE | header | perhaps | HV024"
            + " | invalid value for option \"header\": \"perhaps\""
            + " | Valid values are: true, false, on, off, yes, no, 1, 0, t, f, y, n.",
        "FOREIGN_TABLE | header | ON | HV00J | option \"path\" is required for a foreign table"
            + " | Add it to the OPTIONS clause.",
        "COLUMN | fields | x | HV00D | invalid option \"fields\" for a column"
            + " | Perhaps you meant the option \"field\"."
      })
  void whatIsWrongIsSaidWithAHint(
      OptionLevel level, String name, String value, String state, String message, String hint) {
    assertThatThrownBy(() -> OptionCheck.check(new RecordingWrapper(), level, Map.of(name, value)))
        .isInstanceOfSatisfying(
            WrapperException.class,
            e -> {
              assertThat(e.sqlState()).isEqualTo(state);
              assertThat(e).hasMessage(message);
              assertThat(e.hint()).isEqualTo(hint);
            });
  }

  @Test
  void whatIsRightIsLeftToTheWrapper() {
    OptionCheck.check(
        new RecordingWrapper(), OptionLevel.FOREIGN_TABLE, Map.of("path", "", "header", "OFF"));
    assertThat(Requester.calls())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("validate [FOREIGN_TABLE");
  }

  @ParameterizedTest
  @CsvSource({
    "endpiont, endpoint",
    "path, path",
    "pth, path",
    "delimeter, delimiter",
    "x, ",
    "compress, ",
    "somethingelse, "
  })
  void theClosestNameIsTheOneWithFewWrongLetters(String name, String expected) {
    assertThat(ClosestMatch.of(name, List.of("path", "endpoint", "delimiter", "quote")))
        .isEqualTo(expected);
  }
}
