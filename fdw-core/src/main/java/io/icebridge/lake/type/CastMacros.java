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
  private static final String CLOCK = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]*)?)?";
  private static final String ZONE = " ?(Z|UTC|[+-][0-9]{1,2}(:?[0-9]{2})?)";
  private static final String INFINITE = "[+-]?infinity";

  /** A fraction of a second that is finer than PostgreSQL's microseconds. */
  private static final String LONG_FRACTION = "[.][0-9]{7,}";

  /** The microseconds of a long fraction, rounded as PostgreSQL does: as a double, half to even. */
  private static final String MICROSECONDS =
      "CAST(round_even(CAST('0' || regexp_extract(value_, '"
          + LONG_FRACTION
          + "') AS DOUBLE) * 1000000, 0) AS BIGINT)";

  /** Of usual dates: PostgreSQL has no year 0000, which DuckDB takes for 1 BC. */
  private static final String HAS_YEAR = "value_ >= '0001'";

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
        "length(value_) = 10 AND value_[5] = '-' AND " + HAS_YEAR,
        DAY + "([ T]" + CLOCK + ")?( BC)?|" + INFINITE);
    time(sql);
    temporal(
        sql,
        "timestamp",
        "TIMESTAMP",
        "length(value_) = 19 AND value_[5] = '-' AND " + HAS_YEAR,
        DAY + "([ T]" + CLOCK + "Z?)?( BC)?|" + INFINITE);
    temporal(
        sql,
        "timestamptz",
        "TIMESTAMPTZ",
        "length(value_) = 20 AND value_[5] = '-' AND value_[20] = 'Z' AND " + HAS_YEAR,
        DAY + "([ T]" + CLOCK + "(" + ZONE + ")?)?( BC)?|" + INFINITE);
    uuid(sql);
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
            + " AND NOT contains(value_, '_') AND ("
            + value
            // DuckDB reads a number that is too small as zero.
            + " <> 0 OR value_ = '0' OR NOT regexp_matches(value_, '^[^eE]*[1-9]')) OR "
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
    // DuckDB wants the era in brackets behind the day.
    String era = "regexp_replace(trim(%s), '^([0-9-]+)(.*) BC$', '\\1 (BC)\\2')";
    String acceptable = matches(pattern) + " AND NOT regexp_matches(value_, '^\\s*0+-')";
    String rounded =
        "WHEN regexp_matches(value_, '"
            + LONG_FRACTION
            + "') AND "
            + acceptable
            + " THEN TRY_CAST("
            + era.formatted("regexp_replace(value_, '" + LONG_FRACTION + "', '')")
            + " AS "
            + type
            + ") + to_microseconds("
            + MICROSECONDS
            + ") ";
    define(
        sql,
        name,
        "CASE WHEN "
            + usual
            + " AND TRY_CAST(value_ AS "
            + type
            + ") IS NOT NULL THEN TRY_CAST(value_ AS "
            + type
            + ") "
            + (name.equals("date") ? "" : rounded)
            + "WHEN "
            + acceptable
            + " THEN TRY_CAST("
            + era.formatted("value_")
            + " AS "
            + type
            + ") END");
  }

  /** The end of a day is a time of its own in PostgreSQL; DuckDB's sum would be midnight. */
  private static void time(StringBuilder sql) {
    String whole = "TRY_CAST(trim(regexp_replace(value_, '" + LONG_FRACTION + "', '')) AS TIME)";
    define(
        sql,
        "time",
        "CASE WHEN length(value_) = 8 AND value_[3] = ':' AND TRY_CAST(value_ AS TIME) IS NOT NULL"
            + " THEN TRY_CAST(value_ AS TIME) WHEN regexp_matches(value_, '"
            + LONG_FRACTION
            + "') AND "
            + matches(CLOCK)
            + " THEN CASE WHEN epoch_us("
            + whole
            + ") + "
            + MICROSECONDS
            + " < 86400000000 THEN "
            + whole
            + " + to_microseconds("
            + MICROSECONDS
            + ") WHEN epoch_us("
            + whole
            + ") + "
            + MICROSECONDS
            + " = 86400000000 THEN TIME '24:00:00' END WHEN "
            + matches(CLOCK)
            + " THEN TRY_CAST(trim(value_) AS TIME) END");
  }

  /** Hyphens behind any four digits and a pair of braces; DuckDB takes them anywhere. */
  private static void uuid(StringBuilder sql) {
    String digits = "([0-9a-fA-F]{4}-?){7}[0-9a-fA-F]{4}";
    define(
        sql,
        "uuid",
        "CASE WHEN length(value_) = 36 AND value_[9] = '-' AND value_[14] = '-'"
            + " AND value_[19] = '-' AND value_[24] = '-' AND TRY_CAST(value_ AS UUID) IS NOT NULL"
            + " THEN TRY_CAST(value_ AS UUID) WHEN regexp_full_match(value_, '"
            + digits
            + "|\\{"
            + digits
            + "\\}') THEN TRY_CAST(regexp_replace(value_, '[{}-]', '', 'g') AS UUID) END");
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
