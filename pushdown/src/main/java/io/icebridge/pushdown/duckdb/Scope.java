// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

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

  /**
   * Whether parameters are taken for values that DuckDB has, because the query is written anew for
   * each execution, and where it cannot be, PostgreSQL executes it.
   */
  default boolean valuesDecide() {
    return false;
  }

  /** What only whole queries have. */
  Operand query(QueryExpression expression) throws NotShippable;
}
