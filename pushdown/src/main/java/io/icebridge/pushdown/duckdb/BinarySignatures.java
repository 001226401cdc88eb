// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Byte strings and UUIDs. */
final class BinarySignatures {

  static final String TABLE =
      """
      # Nothing yet beyond comparisons.
      """;

  private BinarySignatures() {}
}
