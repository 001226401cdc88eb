// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import java.util.List;

/** A column, from 1, of the query that a {@link SubQuery} compares with. */
public record SubQueryColumn(int number, PostgresType type) implements QueryExpression {

  @Override
  public List<Expression> parts() {
    return List.of();
  }
}
