// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * Settings of PostgreSQL's session that decide what a query means. Any thread may use it.
 *
 * @param timeZone by PostgreSQL's name; null where it is not known
 * @param isoDates whether dates and times are written in the ISO style
 */
public record Session(String timeZone, boolean isoDates) {

  /**
   * Of a query that is planned. What it can be does not depend on the settings, which may be others
   * whenever it runs.
   */
  public static final Session OF_PLANNING = new Session("UTC", true);
}
