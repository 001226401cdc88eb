// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.DistinctComparison;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.pushdown.duckdb.AllowList.Entry;
import java.util.List;

/** Translates calls of operators and functions as the allow-list says. */
final class Calls {

  /** The spelling of the operators that compare. */
  static final String COMPARISON = "@comparison";

  private final Translator translator;

  Calls(Translator translator) {
    this.translator = translator;
  }

  Operand operator(OperatorCall call) throws NotShippable {
    Operator operator = call.operator();
    Entry entry = entry(operator, call.collation());
    return Spellings.spell(
        translator,
        new Invocation(entry, types(operator), call.arguments(), call.type(), call.collation()));
  }

  Operand function(FunctionCall call) throws NotShippable {
    String name = call.function().name();
    List<PostgresType> types = call.function().arguments();
    Entry entry = AllowList.function(call.function().schema(), name, types);
    if (entry == null) {
      throw unknown("function", name, types);
    }
    if (call.variadic()) {
      throw new NotShippable("function " + name + " is called with a VARIADIC array");
    }
    for (Expression argument : call.arguments()) {
      translator.requireItself(argument);
    }
    return Spellings.spell(
        translator, new Invocation(entry, types, call.arguments(), call.type(), call.collation()));
  }

  Operand distinct(DistinctComparison comparison) throws NotShippable {
    Entry entry = entry(comparison.operator(), comparison.collation());
    if (!entry.spelling().equals(COMPARISON) || !comparison.operator().name().equals("=")) {
      throw new NotShippable("IS DISTINCT FROM stands on " + described(comparison.operator()));
    }
    return Comparisons.distinct(
        translator.side(comparison.left()), translator.side(comparison.right()));
  }

  /** The entry of an operator whose collation it allows. */
  static Entry entry(Operator operator, Collation collation) throws NotShippable {
    Entry entry = AllowList.operator(operator.schema(), operator.name(), types(operator));
    if (entry == null) {
      throw unknown("operator", operator.name(), types(operator));
    }
    Conditions.requireCollation(entry.conditions(), described(operator), collation);
    return entry;
  }

  static String described(Operator operator) {
    return Invocation.described("operator", operator.name(), types(operator));
  }

  static NotShippable unknown(String kind, String name, List<PostgresType> types) {
    return new NotShippable(
        Invocation.described(kind, name, types) + " is not known to mean the same in DuckDB");
  }

  private static List<PostgresType> types(Operator operator) {
    return operator.left() == null
        ? List.of(operator.right())
        : List.of(operator.left(), operator.right());
  }
}
