// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * DuckDB macros that the spellings of the allow-list use, in a schema of their own. They are made
 * in a database when a query first uses one.
 */
public final class ExpressionMacros {

  /** How the names of all macros start, and nothing else in the SQL of an expression. */
  public static final String PREFIX = "icebridge.";

  private ExpressionMacros() {}

  /** The statements that make the macros, separated by semicolons. */
  public static String statements() {
    return String.join(
        "; ",
        "CREATE SCHEMA IF NOT EXISTS icebridge",
        NumberMacros.STATEMENTS,
        DegreeMacros.STATEMENTS,
        TextMacros.STATEMENTS,
        TemporalMacros.STATEMENTS,
        BinaryMacros.STATEMENTS,
        JsonMacros.STATEMENTS,
        ArrayMacros.STATEMENTS);
  }
}
