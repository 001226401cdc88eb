// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;

/** What the names in an expression stand for in DuckDB's SQL around it. */
public interface Scope {

  /**
   * A column.
   *
   * @return its quoted name, possibly qualified, and its type in DuckDB: null where it may only be
   *     tested for NULL
   */
  Operand column(ColumnReference column) throws NotShippable;

  /**
   * The session's time zone by PostgreSQL's name when the expression runs; null where it is not
   * known, so that what depends on it is not shippable. DuckDB may not know it and then fails
   * before it returns a row.
   */
  default String timeZone() {
    return null;
  }

  /** Whether dates and times are known to be written in the ISO style when the expression runs. */
  default boolean isoDates() {
    return false;
  }

  /** Whether floating-point numbers are known to be written with no more digits than needed. */
  default boolean shortestFloats() {
    return false;
  }

  /** The key of a group that an expression is; null where it is none. */
  default Operand groupKey(Expression expression) {
    return null;
  }

  /**
   * Whether parameters are taken for values that DuckDB has, because the query is written anew for
   * each execution, and where it cannot be, PostgreSQL executes it.
   */
  default boolean valuesDecide() {
    return false;
  }

  /**
   * Refuses an argument of a function that may stand for others which are equal and not the same.
   */
  default void requireItself(Expression argument) throws NotShippable {}

  /** What only whole queries have. */
  Operand query(QueryExpression expression) throws NotShippable;
}
