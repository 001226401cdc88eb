// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Function;
import io.icebridge.pushdown.QueryTree;
import io.icebridge.pushdown.query.AggregateCall;
import io.icebridge.pushdown.tree.Node;
import java.util.List;

/**
 * A column that a block returns, in a form that outlives the values of parameters.
 *
 * @param tree of the expression it comes from; null for {@link Kind#ROW}
 */
record OutputColumn(Kind kind, Node tree, BlockColumn type) {

  private static final PostgresType ANY =
      new PostgresType(
          2276, "pg_catalog", "any", -1, "\"any\"", PostgresType.Kind.PSEUDO, null, List.of());

  private static final PostgresType BIGINT =
      new PostgresType(
          20, "pg_catalog", "int8", -1, "bigint", PostgresType.Kind.BASE, null, List.of());

  /** What of the expression it is. */
  enum Kind {
    /** Its value. */
    VALUE,
    /** Its value in the form in which a table stores it. */
    STORED,
    /** The number of digits behind the point that PostgreSQL shows of its value. */
    SCALE,
    /** The sum an average is made of. */
    SUM,
    /** The number of digits behind the point that PostgreSQL shows of that sum. */
    SUM_SCALE,
    /** How many values an average is made of. */
    COUNT,
    /** Nothing: there must be a column, or rows could not be counted. */
    ROW
  }

  Expression expression(QueryTree query, List<Constant> values) {
    Expression expression = query.expression(tree, values);
    return switch (kind) {
      case SUM, SUM_SCALE -> instead((AggregateCall) expression, "sum");
      case COUNT -> instead((AggregateCall) expression, "count");
      default -> expression;
    };
  }

  private static AggregateCall instead(AggregateCall average, String name) {
    boolean counts = name.equals("count");
    List<PostgresType> types = counts ? List.of(ANY) : average.function().arguments();
    boolean small = !counts && (types.get(0).is("int2") || types.get(0).is("int4"));
    return new AggregateCall(
        new Function(0, "pg_catalog", name, types, 'i'),
        average.direct(),
        average.arguments(),
        average.count(),
        average.order(),
        average.distinct(),
        average.withinGroup(),
        average.variadic(),
        average.filter(),
        average.levelsUp(),
        counts || small ? BIGINT : average.type(),
        average.collation());
  }
}
