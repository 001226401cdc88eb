// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * The expected size and cost of a scan, in PostgreSQL's cost units (1 = a sequential page read).
 *
 * @param tableRows rows of the table before any qual
 * @param rows rows the scan returns, or -1 to let PostgreSQL apply its own selectivity to {@code
 *     tableRows}
 * @param mostRows more rows than these cannot satisfy the quals; -1 where that is not known
 * @param width average bytes of a returned row, or -1 where unknown
 * @param startupCost cost before the first row
 * @param rowCost cost of each row
 */
public record Estimate(
    double tableRows, double rows, double mostRows, int width, double startupCost, double rowCost) {

  /** An estimate without a limit of the rows that can satisfy the quals. */
  public Estimate(double tableRows, double rows, int width, double startupCost, double rowCost) {
    this(tableRows, rows, -1, width, startupCost, rowCost);
  }

  /** An estimate that knows only how many rows the table has. */
  public static Estimate ofRows(double tableRows) {
    return ofRows(tableRows, -1);
  }

  /** The same where the quals leave out parts of the table. */
  public static Estimate ofRows(double tableRows, double mostRows) {
    return new Estimate(tableRows, -1, mostRows, -1, 100, 0.01);
  }
}
