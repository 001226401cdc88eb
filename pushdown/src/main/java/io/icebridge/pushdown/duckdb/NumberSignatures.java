// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Arithmetic and functions of numbers. */
final class NumberSignatures {

  static final String TABLE =
      """
      # Whole-number arithmetic. By function names, not signs: DuckDB moves constants of
      # "a + 1 > 5" to the other side and so loses the overflow PostgreSQL reports.
      operator | +              | integers, integers        |               | add({0}, {1})
      operator | -              | integers, integers        |               | subtract({0}, {1})
      operator | *              | integers, integers        |               | multiply({0}, {1})
      operator | /              | integers, integers        |               | divide({0}, {1})
      operator | %              | integers, integers        |               | CASE WHEN {1} = -1 THEN subtract({0}, {0}) ELSE mod({0}, {1}) END
      function | abs            | integers                  |               | abs({0})
      operator | @              | integers                  |               | abs({0})
      """;

  private NumberSignatures() {}
}
