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
 * A call of an aggregate.
 *
 * @param direct the arguments before WITHIN GROUP; empty where there is none
 * @param arguments those aggregated over; also those that are only sorted by
 * @param count how many of {@code arguments} the aggregate gets
 * @param order of the rows
 * @param distinct whether it has DISTINCT
 * @param withinGroup whether the order is that of WITHIN GROUP
 * @param filter null where there is none
 * @param levelsUp how many levels further out it is computed
 * @param collation its input collation, null where none matters
 */
public record AggregateCall(
    Function function,
    List<Expression> direct,
    List<Argument> arguments,
    int count,
    List<SortKey> order,
    boolean distinct,
    boolean withinGroup,
    boolean variadic,
    Expression filter,
    int levelsUp,
    PostgresType type,
    Collation collation)
    implements QueryExpression {

  /** An argument, with the reference by which the order names it, and the value's collation. */
  public record Argument(Expression expression, int reference, Collation collation) {}

  @Override
  public List<Expression> parts() {
    List<Expression> parts = new ArrayList<>(direct);
    arguments.forEach(argument -> parts.add(argument.expression()));
    if (filter != null) {
      parts.add(filter);
    }
    return parts;
  }
}
