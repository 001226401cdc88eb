// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import java.util.Objects;

/**
 * Settings of PostgreSQL's session that decide what a query means. Any thread may use it.
 *
 * @param timeZone by PostgreSQL's name; null where it is not known
 * @param isoDates whether dates and times are written in the ISO style
 * @param shortestFloats whether floating-point numbers are written with as many digits as tell them
 *     from all others
 */
public record Session(String timeZone, boolean isoDates, boolean shortestFloats) {

  /**
   * Of a query that is planned. What it can be does not depend on the settings, which may be others
   * whenever it runs.
   */
  public static final Session OF_PLANNING = new Session("UTC", true, true);

  // Those that the compiler makes cost a session's early queries time.
  @Override
  public boolean equals(Object other) {
    return other instanceof Session session
        && isoDates == session.isoDates
        && shortestFloats == session.shortestFloats
        && Objects.equals(timeZone, session.timeZone);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(timeZone) * 4 + (isoDates ? 2 : 0) + (shortestFloats ? 1 : 0);
  }
}
