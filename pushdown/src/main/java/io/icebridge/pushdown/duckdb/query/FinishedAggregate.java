// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Function;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.query.OutputColumn.Kind;
import io.icebridge.pushdown.query.AggregateCall;
import io.icebridge.pushdown.query.WindowCall;
import io.icebridge.pushdown.tree.TreeValue;

/**
 * An aggregate of exact values that DuckDB has the sums for and PostgreSQL finishes, since it knows
 * how many digits the result has.
 */
record FinishedAggregate(String name, PostgresType argument) {

  /**
   * Digits that decide how a square root is rounded, beyond twice as many as it keeps: it cannot be
   * closer to the middle between two values than those show.
   */
  static final int MARGIN = 40;

  private static final BlockColumn INT8 = new BlockColumn(20, -1, 0);
  private static final BlockColumn INT4 = new BlockColumn(23, -1, 0);
  private static final BlockColumn NUMERIC = new BlockColumn(1700, -1, 0);
  private static final BlockColumn INTERVAL = new BlockColumn(1186, -1, 0);

  /** Makes a column that DuckDB returns, and gives what stands for it in a tree. */
  @FunctionalInterface
  interface Parts {
    TreeValue column(Kind kind) throws NotShippable;
  }

  /** The aggregate that an expression calls; null where it calls none of them. */
  static FinishedAggregate of(Expression expression) {
    Function function = null;
    if (expression instanceof AggregateCall call && call.levelsUp() == 0) {
      function = call.function();
    } else if (expression instanceof WindowCall call && call.aggregate()) {
      function = call.function();
    }
    if (function == null
        || function.arguments().size() != 1
        || !function.schema().equals("pg_catalog")) {
      return null;
    }
    FinishedAggregate aggregate =
        new FinishedAggregate(function.name(), function.arguments().get(0));
    boolean known =
        switch (aggregate.name) {
          case "avg" -> aggregate.isExact() || aggregate.argument.is("interval");
          case "variance", "var_samp", "var_pop", "stddev", "stddev_samp", "stddev_pop" ->
              aggregate.isExact();
          default -> false;
        };
    return known ? aggregate : null;
  }

  private boolean isExact() {
    return isSmall() || argument.is("int8") || argument.is("numeric");
  }

  private boolean isSmall() {
    return argument.is("int2") || argument.is("int4");
  }

  /** The type of a part. */
  BlockColumn type(Kind kind) {
    return switch (kind) {
      case SUM -> argument.is("interval") ? INTERVAL : isSmall() ? INT8 : NUMERIC;
      case SQUARES -> NUMERIC;
      case MARGIN -> INT4;
      default -> INT8;
    };
  }

  /** What PostgreSQL computes of the parts. */
  TreeValue tree(Parts parts) throws NotShippable {
    TreeValue sum = parts.column(Kind.SUM);
    if (argument.is("interval")) {
      return NumericTrees.intervalQuotient(sum, parts.column(Kind.COUNT));
    }
    TreeValue number = isSmall() ? NumericTrees.fromBigint(sum) : sum;
    if (name.equals("avg")) {
      return NumericTrees.quotient(number, NumericTrees.fromBigint(parts.column(Kind.COUNT)));
    }
    boolean sample = !name.endsWith("_pop");
    TreeValue squares = parts.column(Kind.SQUARES);
    TreeValue rows = parts.column(sample ? Kind.SAMPLE : Kind.POPULATION);
    TreeValue variance = NumericTrees.variance(number, squares, rows, sample);
    return name.startsWith("std")
        ? NumericTrees.deviation(variance, parts.column(Kind.MARGIN))
        : variance;
  }
}
