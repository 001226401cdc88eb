// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Aggregates. */
final class AggregateSignatures {

  static final String TABLE =
      """
      # Counting.
      aggregate | count         |                           |               | count(*){F}
      aggregate | count         | any                       |               | count({D}{0}{O}){F}
      """;

  private AggregateSignatures() {}
}
