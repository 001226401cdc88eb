// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Function;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import java.util.ArrayList;
import java.util.List;

/**
 * A call over a window.
 *
 * @param aggregate whether the function is an aggregate
 * @param filter null where there is none
 * @param window the number of its {@link WindowDefinition}
 * @param collation its input collation, null where none matters
 */
public record WindowCall(
    Function function,
    List<Expression> arguments,
    boolean aggregate,
    Expression filter,
    int window,
    PostgresType type,
    Collation collation)
    implements QueryExpression {

  @Override
  public List<Expression> parts() {
    List<Expression> parts = new ArrayList<>(arguments);
    if (filter != null) {
      parts.add(filter);
    }
    return parts;
  }
}
