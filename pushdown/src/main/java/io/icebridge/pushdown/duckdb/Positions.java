// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Finds where a constant stands among the values of the type it is compared with, so that a
 * comparison needs no cast that could fail or round.
 */
final class Positions {

  /** The last finite TIMESTAMP of DuckDB; PostgreSQL's end some decades later. */
  private static final String LAST_TIMESTAMP = "294247-01-10 04:00:54.775806";

  private Positions() {}

  /**
   * Where a constant stands among the values of a type.
   *
   * @param family the constant's own
   * @param text PostgreSQL's text of it, not null
   */
  static Position of(DuckDbType type, Family family, String text) {
    return switch (type.family()) {
      case DECIMAL -> decimal(type, text);
      case DATE -> date(family, text);
      case TIMESTAMP, TIMESTAMPTZ -> timestamp(type.family(), family, text);
      default -> Position.at(DuckDbLiterals.literal(family, text));
    };
  }

  private static Position decimal(DuckDbType type, String text) {
    if (text.equals("NaN") || text.equals("Infinity")) {
      // NaN is greater than every number.
      return Position.ABOVE_ALL;
    }
    if (text.equals("-Infinity")) {
      return Position.BELOW_ALL;
    }
    BigDecimal value = new BigDecimal(text);
    BigDecimal floor = value.setScale(type.scale(), RoundingMode.FLOOR);
    BigInteger limit = BigInteger.TEN.pow(type.precision());
    if (floor.unscaledValue().compareTo(limit) >= 0) {
      return Position.ABOVE_ALL;
    }
    if (floor.unscaledValue().compareTo(limit.negate()) <= 0) {
      return Position.BELOW_ALL;
    }
    String literal = DuckDbLiterals.decimal(floor.toPlainString(), type);
    return floor.compareTo(value) == 0 ? Position.at(literal) : Position.after(literal);
  }

  private static Position date(Family family, String text) {
    if (family == Family.DATE || isInfinite(text)) {
      return Position.at(DuckDbLiterals.literal(Family.DATE, text));
    }
    String era = text.endsWith(" BC") ? " BC" : "";
    String day = text.substring(0, text.indexOf(' ')) + era;
    String literal = DuckDbLiterals.literal(Family.DATE, day);
    boolean midnight = text.startsWith(" 00:00:00", text.indexOf(' ')) && !text.contains(".");
    return midnight ? Position.at(literal) : Position.after(literal);
  }

  private static Position timestamp(Family type, Family family, String text) {
    if (isInfinite(text)) {
      return Position.at(DuckDbLiterals.literal(type, text));
    }
    String full = family == Family.DATE ? midnight(text) : text;
    String literal = DuckDbLiterals.literal(type, full);
    String zone = type == Family.TIMESTAMPTZ ? "+00" : "";
    if (!isAfterLastTimestamp(full.replace(zone, ""))) {
      return Position.at(literal);
    }
    // Not above all: infinity is greater still.
    return Position.after(DuckDbLiterals.literal(type, LAST_TIMESTAMP + zone));
  }

  private static String midnight(String date) {
    return date.endsWith(" BC")
        ? date.substring(0, date.length() - " BC".length()) + " 00:00:00 BC"
        : date + " 00:00:00";
  }

  private static boolean isInfinite(String text) {
    return text.endsWith("infinity");
  }

  private static boolean isAfterLastTimestamp(String text) {
    if (text.endsWith(" BC")) {
      return false;
    }
    int year = Integer.parseInt(text.substring(0, text.indexOf('-')));
    int lastYear = Integer.parseInt(LAST_TIMESTAMP.substring(0, LAST_TIMESTAMP.indexOf('-')));
    return year == lastYear ? text.compareTo(LAST_TIMESTAMP) > 0 : year > lastYear;
  }
}
