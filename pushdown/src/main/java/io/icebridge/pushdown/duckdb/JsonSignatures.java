// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** JSON. */
final class JsonSignatures {

  static final String TABLE =
      """
      # Nothing yet beyond comparisons.
      """;

  private JsonSignatures() {}
}
