// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import io.icebridge.lake.engine.CastErrors;

/**
 * DuckDB macros that read text as PostgreSQL's input functions do, made in a database when a query
 * first uses one.
 *
 * <p>DuckDB's casts accept more than PostgreSQL, some of it with another meaning ({@code 1.5} is an
 * integer to DuckDB, {@code 1_000} a number). So each macro lets the usual spellings through by a
 * test that costs little, and looks at all others by a pattern. What remains is an error with the
 * type, the column, the file and the value in lines, which {@link CastErrors} understands.
 */
public final class CastMacros {

  /** How the names of all macros start. */
  public static final String PREFIX = "icebridge_";

  private static final String NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";
  private static final String DAY = "[0-9]{4,7}-[0-9]{1,2}-[0-9]{1,2}( \\(BC\\))?";
  private static final String CLOCK = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{0,6})?)?";
  private static final String ZONE = " ?(Z|UTC|[+-][0-9]{1,2}(:?[0-9]{2})?)";
  private static final String INFINITE = "[+-]?infinity";

  private CastMacros() {}

  /** The statements that make the macros, separated by semicolons. */
  public static String statements() {
    StringBuilder sql = new StringBuilder();
    sql.append("CREATE OR REPLACE MACRO icebridge_error(type_, column_, file_, value_) AS ")
        .append("CASE WHEN value_ IS NOT NULL THEN error(concat_ws(chr(10), '")
        .append(CastErrors.MARK)
        .append("', type_, column_, file_, value_)) END");
    integer(sql, "smallint", "SMALLINT");
    integer(sql, "integer", "INTEGER");
    integer(sql, "bigint", "BIGINT");
    floating(sql, "real", "FLOAT", "3.4028235e38");
    floating(sql, "double", "DOUBLE", "1.7976931348623157e308");
    text(sql, "decimal", NUMBER);
    text(sql, "numeric", NUMBER + "|nan|[+-]?inf(inity)?");
    bool(sql);
    temporal(
        sql,
        "date",
        "DATE",
        "length(value_) = 10 AND value_[5] = '-'",
        DAY + "([ T]" + CLOCK + ")?( BC)?|" + INFINITE);
    temporal(sql, "time", "TIME", "length(value_) = 8 AND value_[3] = ':'", CLOCK);
    temporal(
        sql,
        "timestamp",
        "TIMESTAMP",
        "length(value_) = 19 AND value_[5] = '-'",
        DAY + "([ T]" + CLOCK + "Z?)?( BC)?|" + INFINITE);
    temporal(
        sql,
        "timestamptz",
        "TIMESTAMPTZ",
        "length(value_) = 20 AND value_[5] = '-' AND value_[20] = 'Z'",
        DAY + "([ T]" + CLOCK + "(" + ZONE + ")?)?( BC)?|" + INFINITE);
    define(sql, "uuid", "TRY_CAST(trim(value_) AS UUID)");
    bytes(sql);
    return sql.toString();
  }

  private static void integer(StringBuilder sql, String name, String type) {
    String value = "TRY_CAST(value_ AS " + type + ")";
    define(
        sql,
        name,
        "CASE WHEN CAST("
            + value
            + " AS VARCHAR) = value_ OR "
            + matches("[+-]?[0-9]+")
            + " THEN "
            + value
            + " END");
  }

  private static void floating(StringBuilder sql, String name, String type, String largest) {
    String value = "TRY_CAST(value_ AS " + type + ")";
    define(
        sql,
        name,
        "CASE WHEN abs("
            + value
            + ") <= "
            + largest
            + " AND NOT contains(value_, '_') OR "
            // DuckDB reads a number that is too large as infinity.
            + matches("[+-]?(nan|inf|infinity)")
            + " THEN "
            + value
            + " END");
  }

  private static void bool(StringBuilder sql) {
    define(
        sql,
        "boolean",
        "CASE WHEN lower(trim(value_)) IN"
            + " ('t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1') THEN true"
            + " WHEN lower(trim(value_)) IN"
            + " ('f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0') THEN false END");
  }

  private static void temporal(
      StringBuilder sql, String name, String type, String usual, String pattern) {
    define(
        sql,
        name,
        "CASE WHEN "
            + usual
            + " AND TRY_CAST(value_ AS "
            + type
            + ") IS NOT NULL THEN TRY_CAST(value_ AS "
            + type
            + ") WHEN "
            + matches(pattern)
            // DuckDB wants the era in brackets behind the day.
            + " THEN TRY_CAST(regexp_replace(trim(value_), '^([0-9-]+)(.*) BC$', '\\1 (BC)\\2') AS "
            + type
            + ") END");
  }

  /** PostgreSQL's hex format, or text without backslashes, whose bytes are taken. */
  private static void bytes(StringBuilder sql) {
    define(
        sql,
        "bytea",
        "CASE WHEN regexp_full_match(value_, '\\\\x([0-9a-fA-F][0-9a-fA-F])*')"
            + " THEN unhex(substr(value_, 3))"
            + " WHEN NOT contains(value_, '\\') THEN encode(value_) END");
  }

  /** Text in that pattern, for types that a macro cannot name. */
  private static void text(StringBuilder sql, String name, String pattern) {
    sql.append("; CREATE OR REPLACE MACRO ")
        .append(PREFIX)
        .append(name)
        .append("_text(value_) AS CASE WHEN ")
        .append(matches(pattern))
        .append(" THEN trim(value_) END");
  }

  private static void define(StringBuilder sql, String name, String attempt) {
    String label = name.equals("double") ? "double precision" : name;
    sql.append("; CREATE OR REPLACE MACRO ")
        .append(PREFIX)
        .append(name)
        .append("(value_, column_, file_) AS coalesce(")
        .append(attempt)
        .append(", icebridge_error('")
        .append(label)
        .append("', column_, file_, value_))");
  }

  private static String matches(String pattern) {
    return "regexp_full_match(value_, '\\s*(" + pattern + ")\\s*', 'i')";
  }
}
