// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * A part that has been translated.
 *
 * @param binding how tightly its text holds together
 * @param type null where it is of a type that can only be tested for NULL
 */
record Operand(String sql, Binding binding, DuckDbType type) {

  /** How tightly a text holds together, the loosest last. */
  enum Binding {
    ATOM,
    PREDICATE,
    LOGICAL
  }

  static Operand atom(String sql, DuckDbType type) {
    return new Operand(sql, Binding.ATOM, type);
  }

  static Operand predicate(String sql) {
    return new Operand(sql, Binding.PREDICATE, DuckDbType.of(DuckDbType.Family.BOOLEAN));
  }

  static Operand logical(String sql) {
    return new Operand(sql, Binding.LOGICAL, DuckDbType.of(DuckDbType.Family.BOOLEAN));
  }

  /** The text as an operand of anything. */
  String atom() {
    return binding == Binding.ATOM ? sql : "(" + sql + ")";
  }

  /** The text as an operand of AND and OR. */
  String sqlUnderAnd() {
    return binding == Binding.LOGICAL ? "(" + sql + ")" : sql;
  }
}
