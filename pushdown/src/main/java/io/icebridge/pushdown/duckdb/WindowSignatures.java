// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Window functions. */
final class WindowSignatures {

  static final String TABLE =
      """
      # Positions in the order of the window.
      window   | row_number     |                           |               | row_number(){F}
      window   | rank           |                           |               | rank(){F}
      window   | dense_rank     |                           |               | dense_rank(){F}
      """;

  private WindowSignatures() {}
}
