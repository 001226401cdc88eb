// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import java.util.List;

/**
 * A column of something in FROM.
 *
 * <p>The first three say which it is.
 *
 * @param levelsUp how many levels further out it is
 * @param entry the number of the range-table entry, from 1
 * @param number of the column, from 1
 */
public record QueryColumn(
    int levelsUp, int entry, int number, PostgresType type, Collation collation)
    implements QueryExpression {

  @Override
  public List<Expression> parts() {
    return List.of();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QueryColumn column
        && levelsUp == column.levelsUp
        && entry == column.entry
        && number == column.number;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * levelsUp + entry) + number;
  }
}
