// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.duckdb.AggregateInvocation;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.Keys;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.duckdb.Translator;
import io.icebridge.pushdown.query.AggregateCall;
import io.icebridge.pushdown.query.AggregateCall.Argument;
import io.icebridge.pushdown.query.GroupingCall;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.query.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Spells aggregates with their clauses. */
final class AggregateWriter {

  private AggregateWriter() {}

  static Operand spell(Level level, AggregateCall call) throws NotShippable {
    refuseOuter(call);
    if (readsRowOf(call, up -> up > 0) && !readsRowOf(call, up -> up == 0)) {
      // Such as constants leave of a CASE: DuckDB has a row where the query around it has none.
      throw new NotShippable("an aggregate is computed of values of the query around it alone");
    }
    if (call.variadic()) {
      throw new NotShippable("an aggregate is called with a VARIADIC array");
    }
    return level.ofArguments(translator -> spell(translator, call, level.anyOrder()));
  }

  /** Refuses expressions with aggregates of a query around. */
  static void refuseOuter(Expression expression) throws NotShippable {
    if (expression instanceof AggregateCall call && call.levelsUp() != 0) {
      throw new NotShippable("an aggregate belongs to the query around it");
    }
    for (Expression child : Expressions.children(expression)) {
      refuseOuter(child);
    }
  }

  private static boolean readsRowOf(Expression expression, IntPredicate levels) {
    return expression instanceof QueryColumn column && levels.test(column.levelsUp())
        || Expressions.children(expression).stream().anyMatch(c -> readsRowOf(c, levels));
  }

  private static Operand spell(Translator translator, AggregateCall call, boolean anyOrder)
      throws NotShippable {
    List<Expression> arguments = new ArrayList<>(call.direct());
    for (Argument argument : call.arguments().subList(0, call.count())) {
      arguments.add(argument.expression());
    }
    if (call.distinct()) {
      requireDistinctable(translator, call);
    }
    String order = order(translator, call);
    String tail = filter(translator, call.filter());
    return translator.aggregate(
        new AggregateInvocation(
            call.function().schema(),
            call.function().name(),
            call.function().arguments(),
            arguments,
            call.distinct(),
            order,
            anyOrder,
            tail,
            call.type(),
            call.collation()));
  }

  private static void requireDistinctable(Translator translator, AggregateCall call)
      throws NotShippable {
    boolean separated =
        call.count() == 2 && call.arguments().get(1).expression() instanceof Constant;
    if (call.count() != 1 && !separated) {
      throw new NotShippable("DISTINCT stands before several arguments");
    }
    Argument argument = call.arguments().get(0);
    Operand value = translator.translate(argument.expression());
    boolean asIs =
        value.type() != null
            && Keys.normal(value).equals(value)
            && (argument.collation() == null
                || argument.collation().deterministic()
                || argument.collation().byteOrder());
    if (!asIs) {
      throw new NotShippable("values are the same for DISTINCT that are not so in DuckDB");
    }
  }

  /** FILTER; nothing where there is no condition. */
  static String filter(Translator translator, Expression condition) throws NotShippable {
    return condition == null
        ? ""
        : "FILTER (WHERE " + translator.translate(condition).sqlUnderAnd() + ")";
  }

  private static String order(Translator translator, AggregateCall call) throws NotShippable {
    StringBuilder sql = new StringBuilder();
    for (SortKey key : call.order()) {
      Argument argument = argument(call, key);
      Operand value = translator.translate(argument.expression());
      sql.append(sql.length() == 0 ? "ORDER BY " : ", ");
      sql.append(Keys.ordered(value, key.order(), argument.collation()).asKey());
      sql.append(direction(key));
    }
    return sql.toString();
  }

  private static Argument argument(AggregateCall call, SortKey key) throws NotShippable {
    for (Argument argument : call.arguments()) {
      if (argument.reference() == key.reference()) {
        return argument;
      }
    }
    throw new NotShippable("an aggregate is sorted by something it does not have");
  }

  /** What stands behind a key in ORDER BY. */
  static String direction(SortKey key) {
    return (Keys.isDescending(key.order()) ? " DESC" : " ASC")
        + (key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
  }

  static Operand spell(Level level, GroupingCall call) throws NotShippable {
    if (call.levelsUp() != 0) {
      throw new NotShippable("GROUPING belongs to the query around it");
    }
    List<String> keys = new ArrayList<>();
    for (int reference : call.references()) {
      keys.add(SelectWriter.groupKey(level, reference).asKey());
    }
    if (keys.isEmpty() || level.block().grouping() == null) {
      throw new NotShippable("GROUPING stands where nothing is grouped");
    }
    return Operand.atom(
        "CAST(GROUPING(" + String.join(", ", keys) + ") AS INTEGER)",
        DuckDbType.of(DuckDbType.Family.INTEGER));
  }
}
