// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.Locale;

/** Constants in DuckDB's SQL, from PostgreSQL's text forms. */
final class DuckDbLiterals {

  static final String NULL_BOOLEAN = "CAST(NULL AS BOOLEAN)";

  private DuckDbLiterals() {}

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A literal of any family but DECIMAL, whose digits {@link #decimal} has to be told. */
  static String literal(Family family, String text) {
    return switch (family) {
      case BOOLEAN -> text.startsWith("t") ? "TRUE" : "FALSE";
      case SMALLINT -> integer(text, "SMALLINT");
      case INTEGER -> integer(text, "INTEGER");
      case BIGINT -> integer(text, "BIGINT");
      case FLOAT -> quoted(text) + "::FLOAT";
      case DOUBLE -> quoted(text) + "::DOUBLE";
      case VARCHAR, JSON, JSONB -> quoted(text);
      case PADDED -> quoted(withoutTrailingBlanks(text));
      case BLOB -> blob(text);
      case DATE -> quoted(era(text)) + "::DATE";
      case TIME -> quoted(text) + "::TIME";
      case TIMESTAMP -> quoted(era(text)) + "::TIMESTAMP";
      case TIMESTAMPTZ -> quoted(era(text)) + "::TIMESTAMPTZ";
      case UUID -> quoted(text) + "::UUID";
      case INTERVAL -> interval(text);
      case DECIMAL, LIST ->
          throw new IllegalArgumentException(
              "a literal of " + family + " needs more than its text");
    };
  }

  static String decimal(String digits, DuckDbType type) {
    return "CAST(" + quoted(digits) + " AS " + type.sql() + ")";
  }

  /** DuckDB has no infinite intervals, and fails. */
  private static String interval(String text) {
    IntervalText interval = IntervalText.read(text);
    return interval == null ? quoted(text) + "::INTERVAL" : interval.literal();
  }

  private static String integer(String text, String type) {
    // A minus sign binds less tightly than the cast.
    return text.startsWith("-") ? "(" + text + ")::" + type : text + "::" + type;
  }

  private static String withoutTrailingBlanks(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  /** From {@code \x0aff} to {@code '\x0A\xFF'::BLOB}. */
  private static String blob(String text) {
    String digits = text.substring(2).toUpperCase(Locale.ROOT);
    StringBuilder sql = new StringBuilder("'");
    for (int at = 0; at < digits.length(); at += 2) {
      sql.append("\\x").append(digits, at, at + 2);
    }
    return sql.append("'::BLOB").toString();
  }

  /** PostgreSQL puts BC at the end, DuckDB in parentheses after the date. */
  private static String era(String text) {
    if (!text.endsWith(" BC")) {
      return text;
    }
    String plain = text.substring(0, text.length() - " BC".length());
    int space = plain.indexOf(' ');
    return space < 0
        ? plain + " (BC)"
        : plain.substring(0, space) + " (BC)" + plain.substring(space);
  }
}
