// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Constant intervals by which windows reach forward and back. Pure. */
public final class Periods {

  private Periods() {}

  /**
   * DuckDB's literal of an interval.
   *
   * @param text PostgreSQL's text of it in its own style
   * @return null where a part of it is negative or it is infinite
   */
  public static String forward(String text) {
    IntervalText period = IntervalText.read(text);
    return period == null || period.months() < 0 || period.days() < 0 || period.microseconds() < 0
        ? null
        : period.literal();
  }

  /**
   * Whether it is as long in a time zone as in UTC.
   *
   * @param zone null where it is not known
   */
  public static boolean isSameIn(String text, String zone) {
    IntervalText period = IntervalText.read(text);
    return period != null && period.months() == 0 && period.days() == 0
        || TimeZones.isUniversal(zone);
  }
}
