// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Arrays. */
final class ArraySignatures {

  static final String TABLE =
      """
      # Nothing yet beyond comparisons.
      """;

  private ArraySignatures() {}
}
