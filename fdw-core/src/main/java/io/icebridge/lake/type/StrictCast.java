// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import io.icebridge.lake.Sql;
import io.icebridge.lake.engine.CastErrors;

/**
 * Expressions that fail with an error PostgreSQL would give, naming the file, the column and the
 * value.
 *
 * <p>DuckDB's own errors of casts name neither file nor column. So a cast is tried, and where it
 * gives NULL for a value, DuckDB's function {@code error} fails with the facts in lines, which
 * {@code CastErrors} turns into an error for PostgreSQL.
 */
final class StrictCast {

  private static final int LARGEST_HOURS = 2_562_047;

  private StrictCast() {}

  /** The attempt, or an error where it gives NULL for a value. */
  static String orError(String value, String attempt, String type, Place place) {
    return "coalesce("
        + attempt
        + ", CASE WHEN "
        + value
        + " IS NOT NULL THEN "
        + error(value, type, place)
        + " END)";
  }

  static String error(String value, String type, Place place) {
    return "error(concat_ws(chr(10), "
        + Sql.literal(CastErrors.MARK)
        + ", "
        + Sql.literal(type)
        + ", "
        + Sql.literal(place.column())
        + ", "
        + place.file()
        + ", "
        + value
        + "))";
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
