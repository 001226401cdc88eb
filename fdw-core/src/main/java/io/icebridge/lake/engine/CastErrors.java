// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.Locale;

/**
 * The errors of casts that scans write themselves: lines with a mark, the type, the column, the
 * file and the value, given to DuckDB's function {@code error}.
 */
public final class CastErrors {

  /** The first line. */
  public static final String MARK = "icebridge cast";

  private static final int LONGEST_VALUE = 200;

  private CastErrors() {}

  static WrapperException translate(String text) {
    String[] lines = text.split("\n", 5);
    if (lines.length < 5) {
      return WrapperException.of(SqlState.INTERNAL_ERROR, text);
    }
    String type = lines[1];
    String value = lines[4];
    if (value.length() > LONGEST_VALUE) {
      value = value.substring(0, LONGEST_VALUE) + "…";
    }
    return error(type, value)
        .withDetail("Column \"" + lines[2] + "\" of file \"" + lines[3] + "\" has this value.");
  }

  private static WrapperException error(String type, String value) {
    if (type.startsWith("numeric(") && isNumber(value)) {
      return WrapperException.of(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "numeric field overflow: \"" + value + "\" does not fit " + type);
    }
    switch (type) {
      case "smallint":
      case "integer":
      case "bigint":
        if (isWhole(value)) {
          return outOfRange(type, value);
        }
        break;
      case "real":
      case "double precision":
        if (isNumber(value)) {
          return outOfRange(type, value);
        }
        break;
      case "date":
      case "time":
      case "timestamp":
      case "timestamptz":
      case "interval":
        return WrapperException.of(
            "22007", "invalid input syntax for type " + type + ": \"" + value + "\"");
      default:
        break;
    }
    return WrapperException.of(
        SqlState.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type " + type + ": \"" + value + "\"");
  }

  private static WrapperException outOfRange(String type, String value) {
    return WrapperException.of(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
        "value \"" + value + "\" is out of range for type " + type);
  }

  private static boolean isWhole(String value) {
    String digits = value.trim();
    for (int i = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        i < digits.length();
        i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return !digits.isEmpty();
  }

  private static boolean isNumber(String value) {
    String word = value.trim().toLowerCase(Locale.ROOT);
    if (word.startsWith("0x") || word.endsWith("d") || word.endsWith("f")) {
      return false;
    }
    try {
      Double.parseDouble(word);
      return true;
    } catch (NumberFormatException failure) {
      return false;
    }
  }
}
