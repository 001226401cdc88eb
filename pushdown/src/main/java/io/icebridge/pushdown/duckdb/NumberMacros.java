// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Macros for numbers. */
final class NumberMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.finite(value_) AS
        CASE WHEN isinf(value_) THEN error('icebridge: inexact infinity') ELSE value_ END
      """;

  private NumberMacros() {}
}
