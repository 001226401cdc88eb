// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.DistinctComparison;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.pushdown.duckdb.AllowList.Entry;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Translates calls of operators and functions as the allow-list says. */
final class Calls {

  private final Translator translator;

  Calls(Translator translator) {
    this.translator = translator;
  }

  Operand operator(OperatorCall call) throws NotShippable {
    Entry entry = entry(call.operator(), call.collation());
    List<Expression> arguments = call.arguments();
    return switch (entry.spelling()) {
      case "comparison" ->
          Comparisons.compare(
              call.operator().name(),
              translator.side(arguments.get(0)),
              translator.side(arguments.get(1)));
      case "like" -> like(arguments, "LIKE");
      case "not like" -> like(arguments, "NOT LIKE");
      default -> spell(entry, arguments, call.type());
    };
  }

  Operand function(FunctionCall call) throws NotShippable {
    String name = call.function().name();
    List<PostgresType> types = call.function().arguments();
    Entry entry = AllowList.function(call.function().schema(), name, types);
    if (entry == null) {
      throw new NotShippable(
          "function " + name + types(types) + " is not known to mean the same in DuckDB");
    }
    if (call.variadic()) {
      throw new NotShippable("function " + name + " is called with a VARIADIC array");
    }
    requireCollation(entry, "function " + name, call.collation());
    return spell(entry, call.arguments(), call.type());
  }

  Operand distinct(DistinctComparison comparison) throws NotShippable {
    Entry entry = entry(comparison.operator(), comparison.collation());
    if (!entry.spelling().equals("comparison") || !comparison.operator().name().equals("=")) {
      throw new NotShippable("IS DISTINCT FROM stands on " + described(comparison.operator()));
    }
    return Comparisons.distinct(
        translator.side(comparison.left()), translator.side(comparison.right()));
  }

  /** The entry of an operator whose collation it allows. */
  static Entry entry(Operator operator, Collation collation) throws NotShippable {
    Entry entry = AllowList.operator(operator.schema(), operator.name(), types(operator));
    if (entry == null) {
      throw new NotShippable(described(operator) + " is not known to mean the same in DuckDB");
    }
    requireCollation(entry, described(operator), collation);
    return entry;
  }

  private Operand like(List<Expression> arguments, String keyword) throws NotShippable {
    Operand left = translator.translate(arguments.get(0));
    Expression pattern = Translator.withoutRelabels(arguments.get(1));
    if (!(pattern instanceof Constant constant)) {
      throw new NotShippable("a LIKE pattern that is no constant may end in an escape character");
    }
    if (constant.isNull()) {
      return Operand.atom(DuckDbLiterals.NULL_BOOLEAN, DuckDbType.of(Family.BOOLEAN));
    }
    String text = constant.text();
    if (endsInEscape(text)) {
      throw new NotShippable("the LIKE pattern ends in an escape character");
    }
    // DuckDB has no escape character unless told, and its fast paths only without one.
    String escape = text.indexOf('\\') >= 0 ? " ESCAPE '\\'" : "";
    String spelled = DuckDbLiterals.quoted(text);
    return Operand.predicate(left.atom() + " " + keyword + " " + spelled + escape);
  }

  private static boolean endsInEscape(String pattern) {
    int backslashes = 0;
    while (backslashes < pattern.length()
        && pattern.charAt(pattern.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private Operand spell(Entry entry, List<Expression> arguments, PostgresType result)
      throws NotShippable {
    for (String condition : entry.conditions()) {
      requireConstant(condition, arguments);
    }
    String sql = entry.spelling();
    List<String> spelled = new ArrayList<>();
    for (Expression argument : arguments) {
      spelled.add(translator.translate(argument).atom());
    }
    DuckDbType type = entry.result() != null ? entry.result() : DuckDbType.of(result);
    Operand.Binding binding =
        sql.startsWith("{") ? Operand.Binding.PREDICATE : Operand.Binding.ATOM;
    return new Operand(fill(sql, spelled), binding, type);
  }

  /** Replaces {0}, {1}, … in one pass, since an argument's text may itself hold braces. */
  private static String fill(String template, List<String> arguments) {
    StringBuilder sql = new StringBuilder();
    for (int at = 0; at < template.length(); at++) {
      if (template.charAt(at) == '{') {
        sql.append(arguments.get(template.charAt(at + 1) - '0'));
        at += 2;
      } else {
        sql.append(template.charAt(at));
      }
    }
    return sql.toString();
  }

  private static void requireConstant(String condition, List<Expression> arguments)
      throws NotShippable {
    int colon = condition.indexOf(':');
    if (colon < 0) {
      return;
    }
    int number = Integer.parseInt(condition.substring(colon + 1));
    long least = condition.startsWith("positive") ? 1 : 0;
    boolean met =
        arguments.get(number - 1) instanceof Constant constant
            && !constant.isNull()
            && Long.parseLong(constant.text()) >= least;
    if (!met) {
      throw new NotShippable(
          "argument " + number + " must be a constant not less than " + least + " for DuckDB");
    }
  }

  private static void requireCollation(Entry entry, String what, Collation collation)
      throws NotShippable {
    boolean met =
        (!entry.conditions().contains("C") || collation != null && collation.isC())
            && (!entry.conditions().contains("deterministic")
                || collation != null && (collation.deterministic() || collation.isC()));
    if (!met) {
      throw new NotShippable(
          what
              + (collation == null
                  ? " has no collation"
                  : " follows collation \"" + collation.name() + "\"")
              + ", DuckDB compares text by its bytes");
    }
  }

  static String described(Operator operator) {
    return "operator " + operator.name() + types(types(operator));
  }

  private static List<PostgresType> types(Operator operator) {
    return operator.left() == null
        ? List.of(operator.right())
        : List.of(operator.left(), operator.right());
  }

  private static String types(List<PostgresType> types) {
    return types.stream().map(PostgresType::display).collect(Collectors.joining(", ", "(", ")"));
  }
}
