// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import java.util.List;

/** GROUPING(…). {@code references} are those of the targets it names. */
public record GroupingCall(List<Integer> references, int levelsUp, PostgresType type)
    implements QueryExpression {

  @Override
  public List<Expression> parts() {
    return List.of();
  }
}
