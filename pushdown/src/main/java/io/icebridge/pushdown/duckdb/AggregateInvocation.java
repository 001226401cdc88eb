// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import java.util.List;

/**
 * A call of an aggregate or a window function.
 *
 * @param types declared types of the arguments, which may be pseudo-types
 * @param arguments those given directly to an ordered-set aggregate first, then those of each row
 * @param distinct whether only different arguments count
 * @param order DuckDB's SQL of the aggregate's own ORDER BY, from these words on; empty if none
 * @param anyOrder whether it is left open in which order rows come where there is no {@code order}
 * @param tail DuckDB's SQL of FILTER and OVER; empty if none
 * @param type of the result
 * @param collation the input collation; null where none matters
 */
public record AggregateInvocation(
    String schema,
    String name,
    List<PostgresType> types,
    List<Expression> arguments,
    boolean distinct,
    String order,
    boolean anyOrder,
    String tail,
    PostgresType type,
    Collation collation) {

  /** A call without lists that could be changed. */
  public AggregateInvocation {
    types = List.copyOf(types);
    arguments = List.copyOf(arguments);
  }

  /** The same call with an order. */
  AggregateInvocation orderedBy(String sql) {
    return new AggregateInvocation(
        schema, name, types, arguments, distinct, sql, anyOrder, tail, type, collation);
  }

  /** Whether it is computed over the frames of a window. */
  boolean isOverWindow() {
    return tail.contains("OVER (");
  }

  /** What stands for {D}, {O} or {F} in a spelling. */
  String clause(char letter) {
    return switch (letter) {
      case 'D' -> distinct ? "DISTINCT " : "";
      case 'O' -> order.isEmpty() ? "" : " " + order;
      case 'F' -> tail.isEmpty() ? "" : " " + tail;
      default -> throw new IllegalArgumentException("spellings have no {" + letter + "}");
    };
  }
}
