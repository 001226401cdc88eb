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
import io.icebridge.lake.table.ValueDistribution;
import io.icebridge.pushdown.query.QueryColumn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which part of the rows satisfies a condition: by what is known of the columns, else by
 * PostgreSQL's own defaults.
 */
final class Selectivity {

  private static final double EQUAL = 0.005;
  private static final double INEQUALITY = 1 / 3.0;
  private static final double MATCH = 0.05;
  private static final double OTHER = 0.5;
  private static final Set<String> RANGES = Set.of("<", "<=", ">", ">=");

  /** Two conditions that leave a range of a column leave at least this. */
  private static final double RANGE = 0.0001;

  private final Function<QueryColumn, ValueDistribution> columns;

  /**
   * @param columns how the values of a column are distributed; null where that is not known
   */
  Selectivity(Function<QueryColumn, ValueDistribution> columns) {
    this.columns = columns;
  }

  /** The part that satisfies all of several conditions. */
  double all(List<Expression> conditions) {
    double part = 1;
    Map<QueryColumn, Double> ranges = new HashMap<>();
    for (Expression condition : conditions) {
      double one = of(condition);
      QueryColumn column = ranged(condition);
      Double other = column == null ? null : ranges.put(column, one);
      if (other == null) {
        part *= one;
      } else {
        // One leaves what is above, the other what is below: what is between is left of both.
        part *= Math.max(RANGE, other + one - 1) / Math.max(RANGE, other);
        ranges.put(column, Math.max(RANGE, other + one - 1));
      }
    }
    return part;
  }

  /** The column of which a condition leaves a known range; null where there is none. */
  private QueryColumn ranged(Expression condition) {
    boolean comparison =
        condition instanceof OperatorCall call && RANGES.contains(call.operator().name());
    Compared compared = comparison ? compared((OperatorCall) condition) : null;
    return compared == null || known(compared) < 0 ? null : compared.column;
  }

  double of(Expression condition) {
    if (condition instanceof Logical logical) {
      return logical(logical);
    }
    if (condition instanceof OperatorCall call) {
      Compared compared = compared(call);
      double known = compared == null ? -1 : known(compared);
      return known < 0 ? operator(call.operator().name()) : known;
    }
    if (condition instanceof ArrayComparison comparison) {
      double listed = listed(comparison);
      if (listed >= 0) {
        return listed;
      }
      int values =
          comparison.array() instanceof Constant array && array.elements() != null
              ? array.elements().size()
              : 10;
      double any = Math.min(OTHER, operator(comparison.operator().name()) * values);
      return comparison.any() ? any : 1 - any;
    }
    if (condition instanceof NullTest test) {
      ValueDistribution values = distribution(test.argument());
      if (values != null) {
        return test.isNull() ? values.nullFraction() : 1 - values.nullFraction();
      }
      return test.isNull() ? EQUAL : 1 - EQUAL;
    }
    return OTHER;
  }

  private double logical(Logical logical) {
    if (logical.connective() == Connective.NOT) {
      return 1 - of(logical.arguments().get(0));
    }
    if (logical.connective() == Connective.AND) {
      return all(logical.arguments());
    }
    double none = 1;
    for (Expression argument : logical.arguments()) {
      none *= 1 - of(argument);
    }
    return 1 - none;
  }

  /** A column compared with a constant. */
  private record Compared(QueryColumn column, String operator, Constant constant) {}

  private static Compared compared(OperatorCall call) {
    if (!"pg_catalog".equals(call.operator().schema()) || call.arguments().size() != 2) {
      return null;
    }
    Expression left = call.arguments().get(0);
    Expression right = call.arguments().get(1);
    if (left instanceof QueryColumn column && right instanceof Constant constant) {
      return new Compared(column, call.operator().name(), constant);
    }
    return left instanceof Constant constant && right instanceof QueryColumn column
        ? new Compared(column, Expressions.commuted(call.operator().name()), constant)
        : null;
  }

  private ValueDistribution distribution(Expression expression) {
    return expression instanceof QueryColumn column && column.levelsUp() == 0
        ? columns.apply(column)
        : null;
  }

  /** How many different values a column has; 0 where that is not known. */
  double distinctValues(Expression expression) {
    ValueDistribution values = distribution(expression);
    return values == null ? 0 : values.distinctValues();
  }

  /** The part of the rows for which a comparison is true; -1 where it is not known. */
  private double known(Compared compared) {
    ValueDistribution values = distribution(compared.column);
    if (values == null) {
      return -1;
    }
    double present = 1 - values.nullFraction();
    double number = ConstantNumber.of(compared.constant, compared.column.type());
    double below = Double.isNaN(number) ? -1 : values.below(number);
    return switch (compared.operator) {
      case "=" -> equal(values, number, below);
      case "<>" -> {
        double equal = equal(values, number, below);
        yield equal < 0 ? -1 : present - equal;
      }
      case "<", "<=" -> below < 0 ? -1 : present * below;
      case ">", ">=" -> below < 0 ? -1 : present * (1 - below);
      default -> -1;
    };
  }

  private static double equal(ValueDistribution values, double number, double below) {
    double[] quantiles = values.quantiles();
    boolean outside =
        below >= 0 && (number < quantiles[0] || number > quantiles[quantiles.length - 1]);
    if (outside) {
      return 0;
    }
    return values.distinctValues() > 0 ? (1 - values.nullFraction()) / values.distinctValues() : -1;
  }

  /** The part of the rows whose column is one of several values; -1 where it is not known. */
  private double listed(ArrayComparison comparison) {
    boolean in =
        comparison.any()
            && comparison.operator().name().equals("=")
            && comparison.left() instanceof QueryColumn
            && comparison.array() instanceof Constant array
            && array.elements() != null
            && array.type().element() != null;
    if (!in) {
      return -1;
    }
    Constant array = (Constant) comparison.array();
    double part = 0;
    for (String element : array.elements()) {
      double one =
          element == null
              ? 0
              : known(
                  new Compared(
                      (QueryColumn) comparison.left(),
                      "=",
                      new Constant(array.type().element(), element, null)));
      if (one < 0) {
        return -1;
      }
      part += one;
    }
    return Math.min(1, part);
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
