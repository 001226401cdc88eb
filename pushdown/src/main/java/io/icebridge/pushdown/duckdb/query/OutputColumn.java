// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Function;
import io.icebridge.pushdown.QueryTree;
import io.icebridge.pushdown.duckdb.PartialAggregates;
import io.icebridge.pushdown.query.AggregateCall;
import io.icebridge.pushdown.query.WindowCall;
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
    /** The sum of the squares of the values a variance is made of. */
    SQUARES,
    /** How many values a variance is made of; NULL where they are too few. */
    SAMPLE,
    /** The same for the variance of a whole population. */
    POPULATION,
    /** Digits by which a square root is longer before it is rounded. */
    MARGIN,
    /** Nothing: there must be a column, or rows could not be counted. */
    ROW
  }

  Expression expression(QueryTree query, List<Constant> values) {
    Expression expression = query.expression(tree, values);
    return switch (kind) {
      case SUM, SUM_SCALE -> instead(expression, "pg_catalog", "sum");
      case COUNT -> instead(expression, "pg_catalog", "count");
      case SQUARES -> instead(expression, PartialAggregates.SCHEMA, PartialAggregates.SQUARES);
      case SAMPLE -> instead(expression, PartialAggregates.SCHEMA, PartialAggregates.SAMPLE);
      case POPULATION ->
          instead(expression, PartialAggregates.SCHEMA, PartialAggregates.POPULATION);
      default -> expression;
    };
  }

  /** Another aggregate of the same arguments. */
  private static Expression instead(Expression expression, String schema, String name) {
    if (expression instanceof WindowCall call) {
      return new WindowCall(
          function(call.function(), schema, name),
          call.arguments(),
          true,
          call.filter(),
          call.window(),
          type(call.function(), name, call.type()),
          call.collation());
    }
    AggregateCall call = (AggregateCall) expression;
    return new AggregateCall(
        function(call.function(), schema, name),
        call.direct(),
        call.arguments(),
        call.count(),
        call.order(),
        call.distinct(),
        call.withinGroup(),
        call.variadic(),
        call.filter(),
        call.levelsUp(),
        type(call.function(), name, call.type()),
        call.collation());
  }

  private static Function function(Function function, String schema, String name) {
    return new Function(
        0, schema, name, name.equals("count") ? List.of(ANY) : function.arguments(), 'i');
  }

  /** The type of what stands instead; those that are not on the allow-list know theirs. */
  private static PostgresType type(Function function, String name, PostgresType type) {
    PostgresType argument = function.arguments().get(0);
    boolean small = name.equals("sum") && (argument.is("int2") || argument.is("int4"));
    return name.equals("count") || small ? BIGINT : type;
  }
}
