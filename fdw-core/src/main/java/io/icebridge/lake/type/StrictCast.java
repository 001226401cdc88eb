// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import io.icebridge.lake.Sql;

/**
 * Casts that fail with an error PostgreSQL would give, naming the file, the column and the value.
 * DuckDB's own errors of casts name neither file nor column.
 */
final class StrictCast {

  private static final int LARGEST_HOURS = 2_562_047;

  private StrictCast() {}

  /** Text read by the macro for a type. */
  static String text(String macro, String value, Place place) {
    return CastMacros.PREFIX
        + macro
        + "("
        + value
        + ", "
        + Sql.literal(place.column())
        + ", "
        + place.file()
        + ")";
  }

  /** The attempt, or an error where it gives NULL for a value. */
  static String orError(String value, String attempt, String type, Place place) {
    return "coalesce(" + attempt + ", " + error(value, type, place) + ")";
  }

  private static String error(String value, String type, Place place) {
    return CastMacros.PREFIX
        + "error("
        + Sql.literal(type)
        + ", "
        + Sql.literal(place.column())
        + ", "
        + place.file()
        + ", "
        + value
        + ")";
  }

  /** Text in a format of the user's, as DuckDB's strptime understands it. */
  static String formatted(String value, String format, String type, String label, Place place) {
    String parsed = "try_strptime(" + value + ", " + Sql.literal(format) + ")";
    return orError(value, "TRY_CAST(" + parsed + " AS " + type + ")", label, place);
  }

  /** An interval; one whose time does not fit the nanoseconds of Arrow's intervals is refused. */
  static String interval(String value, Place place) {
    return "CASE WHEN abs(extract('hour' FROM "
        + value
        + ")) >= "
        + LARGEST_HOURS
        + " THEN "
        + error(value, "interval", place)
        + " ELSE "
        + value
        + " END";
  }
}
