// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.NullTest;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.query.QueryColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which part of the rows satisfies a condition, by PostgreSQL's own defaults. */
final class Selectivity {

  private static final double EQUAL = 0.005;
  private static final double INEQUALITY = 1 / 3.0;
  private static final double MATCH = 0.05;
  private static final double OTHER = 0.5;

  private Selectivity() {}

  static double of(Expression condition) {
    if (condition instanceof Logical logical) {
      return logical(logical);
    }
    if (condition instanceof OperatorCall call) {
      return operator(call.operator().name());
    }
    if (condition instanceof ArrayComparison comparison) {
      int values =
          comparison.array() instanceof Constant array && array.elements() != null
              ? array.elements().size()
              : 10;
      double any = Math.min(OTHER, operator(comparison.operator().name()) * values);
      return comparison.any() ? any : 1 - any;
    }
    if (condition instanceof NullTest test) {
      return test.isNull() ? EQUAL : 1 - EQUAL;
    }
    return OTHER;
  }

  private static double logical(Logical logical) {
    if (logical.connective() == Connective.NOT) {
      return 1 - of(logical.arguments().get(0));
    }
    double all = 1;
    double none = 1;
    for (Expression argument : logical.arguments()) {
      double one = of(argument);
      all *= one;
      none *= 1 - one;
    }
    return logical.connective() == Connective.AND ? all : 1 - none;
  }

  private static double operator(String name) {
    return switch (name) {
      case "=" -> EQUAL;
      case "<>" -> 1 - EQUAL;
      case "<", "<=", ">", ">=" -> INEQUALITY;
      case "~~", "~", "~~*", "~*" -> MATCH;
      case "!~~", "!~", "!~~*", "!~*" -> 1 - MATCH;
      default -> OTHER;
    };
  }

  /** The conditions that all have to be true. */
  static List<Expression> conjuncts(Expression condition) {
    return condition instanceof Logical logical && logical.connective() == Connective.AND
        ? logical.arguments().stream().flatMap(part -> conjuncts(part).stream()).toList()
        : List.of(condition);
  }

  /** Whether a condition says that columns of two inputs are equal. */
  static boolean isJoin(Expression condition) {
    if (!(condition instanceof OperatorCall call)
        || !call.operator().name().equals("=")
        || call.arguments().size() != 2) {
      return false;
    }
    Set<Integer> left = entries(call.arguments().get(0));
    Set<Integer> right = entries(call.arguments().get(1));
    return left.size() == 1 && right.size() == 1 && !left.equals(right);
  }

  private static Set<Integer> entries(Expression expression) {
    Set<Integer> entries = new HashSet<>();
    collect(expression, entries);
    return entries;
  }

  private static void collect(Expression expression, Set<Integer> entries) {
    if (expression instanceof QueryColumn column && column.levelsUp() == 0) {
      entries.add(column.entry());
    }
    for (Expression child : Expressions.children(expression)) {
      collect(child, entries);
    }
  }
}
