// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Dates, times and intervals. */
final class TemporalSignatures {

  static final String TABLE =
      """
      # Nothing yet beyond comparisons.
      """;

  private TemporalSignatures() {}
}
