// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import java.util.List;

/**
 * A query in an expression.
 *
 * @param test of ANY and ALL: the comparison, in which {@link SubQueryColumn} stands for a column
 *     of the query; null otherwise
 */
public record SubQuery(Kind kind, Expression test, QueryBlock query, PostgresType type)
    implements QueryExpression {

  /** How its rows become a value. */
  public enum Kind {
    EXISTS,
    ALL,
    ANY,
    SCALAR,
    ARRAY,
    OTHER
  }

  @Override
  public List<Expression> parts() {
    return test == null ? List.of() : List.of(test);
  }
}
