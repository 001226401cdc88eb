// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import io.icebridge.lake.Sql;

/**
 * Text read as PostgreSQL's input functions read it. DuckDB's casts from text accept more, and some
 * of it with another meaning ({@code 1.5} is an integer to DuckDB), so a pattern guards each of
 * them.
 */
final class TextCast {

  private static final String NUMBER = "([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";
  private static final String DAY = "[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}";
  private static final String CLOCK = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{0,6})?)?";
  private static final String ZONE = " ?(Z|z|UTC|[+-][0-9]{1,2}(:?[0-9]{2})?)";
  private static final String INFINITE = "[+-]?infinity";
  private static final String ERA = "( BC)?";

  private TextCast() {}

  static String integer(String value, String type, String label, Place place) {
    return guarded(value, "[+-]?[0-9]+", attempt(trim(value), type), label, place);
  }

  static String floating(String value, String type, String label, Place place) {
    String number = attempt(trim(value), type);
    // DuckDB reads a number that is too large as infinity.
    String finite = "CASE WHEN isinf(" + number + ") THEN NULL ELSE " + number + " END";
    String attempt =
        "CASE WHEN "
            + matches(value, "[+-]?" + NUMBER)
            + " THEN "
            + finite
            + " WHEN "
            + matches(value, "[+-]?(nan|inf|infinity)")
            + " THEN "
            + number
            + " END";
    return StrictCast.orError(value, attempt, label, place);
  }

  static String decimal(String value, String type, String label, Place place) {
    return guarded(value, "[+-]?" + NUMBER, attempt(trim(value), type), label, place);
  }

  static String numeric(String value, Place place) {
    String pattern = "[+-]?" + NUMBER + "|nan|[+-]?(inf|infinity)";
    return guarded(value, pattern, trim(value), "numeric", place);
  }

  static String bool(String value, Place place) {
    String word = "lower(" + trim(value) + ")";
    String attempt =
        "CASE WHEN "
            + word
            + " IN ('t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1') THEN true WHEN "
            + word
            + " IN ('f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0') THEN false END";
    return StrictCast.orError(value, attempt, "boolean", place);
  }

  static String date(String value, Place place) {
    String pattern = DAY + "([ T]" + CLOCK + ")?" + ERA + "|" + INFINITE;
    return guarded(value, pattern, attempt(era(value), "DATE"), "date", place);
  }

  static String time(String value, Place place) {
    return guarded(value, CLOCK, attempt(trim(value), "TIME"), "time", place);
  }

  static String timestamp(String value, Place place) {
    String pattern = DAY + "([ T]" + CLOCK + "Z?)?" + ERA + "|" + INFINITE;
    return guarded(value, pattern, attempt(era(value), "TIMESTAMP"), "timestamp", place);
  }

  static String timestampTz(String value, Place place) {
    String pattern = DAY + "([ T]" + CLOCK + "(" + ZONE + ")?)?" + ERA + "|" + INFINITE;
    return guarded(value, pattern, attempt(era(value), "TIMESTAMPTZ"), "timestamptz", place);
  }

  /** Text in a format of the user's, as DuckDB's strptime understands it. */
  static String formatted(String value, String format, String type, String label, Place place) {
    String parsed = "try_strptime(" + value + ", " + Sql.literal(format) + ")";
    return StrictCast.orError(value, attempt(parsed, type), label, place);
  }

  static String uuid(String value, Place place) {
    return StrictCast.orError(value, attempt(trim(value), "UUID"), "uuid", place);
  }

  /** PostgreSQL's hex format, or text without backslashes, whose bytes are taken. */
  static String bytes(String value, Place place) {
    String hex = "[0-9a-fA-F]";
    String attempt =
        "CASE WHEN regexp_full_match("
            + value
            + ", '\\\\x("
            + hex
            + hex
            + ")*') THEN unhex(substr("
            + value
            + ", 3)) WHEN NOT contains("
            + value
            + ", '\\') THEN encode("
            + value
            + ") END";
    return StrictCast.orError(value, attempt, "bytea", place);
  }

  private static String guarded(
      String value, String pattern, String attempt, String label, Place place) {
    String guarded = "CASE WHEN " + matches(value, pattern) + " THEN " + attempt + " END";
    return StrictCast.orError(value, guarded, label, place);
  }

  private static String matches(String value, String pattern) {
    return "regexp_full_match(" + value + ", '\\s*(" + pattern + ")\\s*', 'i')";
  }

  private static String attempt(String value, String type) {
    return "TRY_CAST(" + value + " AS " + type + ")";
  }

  private static String trim(String value) {
    return "trim(" + value + ", e' \\t\\n\\r\\x0b\\f')";
  }

  /** DuckDB wants the era in brackets. */
  private static String era(String value) {
    return "regexp_replace(" + trim(value) + ", ' BC$', ' (BC)')";
  }
}
