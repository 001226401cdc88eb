// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Spells {@code generate_series} of moments with a time zone. Pure. */
public final class MomentSeries {

  private MomentSeries() {}

  /**
   * A SELECT of the moments, in a column c1.
   *
   * @param first DuckDB's SQL of the first
   * @param last DuckDB's SQL of what none is beyond
   * @param step PostgreSQL's text of the interval between them
   * @param zone the session's by PostgreSQL's name; null where it is not known
   */
  public static String select(String first, String last, String step, String zone)
      throws NotShippable {
    IntervalText interval = IntervalText.read(step);
    if (interval == null) {
      throw new NotShippable("the step of generate_series is infinite");
    }
    String literal = interval.literal();
    if (Periods.isSameIn(step, zone)) {
      return "SELECT timezone('UTC', unnest(generate_series(timezone('UTC', %s), timezone('UTC', %s), %s))) AS c1"
          .formatted(first, last, literal);
    }
    boolean calendar =
        interval.microseconds() == 0
            && interval.months() >= 0
            && interval.days() >= 0
            && (interval.months() == 0 || interval.days() == 0);
    if (zone == null || !calendar) {
      throw new NotShippable(
          "the step " + step + " of generate_series is not as long in the time zone as in UTC");
    }
    // By the clock of the zone, where a step is always the same; what its clock leaves out moves
    // all that follow. A day more is enough, since no two offsets of a zone differ by more.
    String named = TimeZones.literal(zone);
    return ("SELECT moment_ AS c1 FROM (SELECT icebridge.on_the_clock(clock_, %1$s) AS moment_ FROM"
            + " (SELECT unnest(generate_series(icebridge.clock(%2$s, %1$s), timezone(%1$s, %3$s) + %4$s, %5$s))"
            + " AS clock_)) WHERE moment_ <= %3$s")
        .formatted(named, first, last, "to_days(1)", literal);
  }
}
