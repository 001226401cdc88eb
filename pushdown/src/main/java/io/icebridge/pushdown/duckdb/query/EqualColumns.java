// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expression.Relabel;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.query.QueryColumn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Columns that conditions make equal to one another, of whatever entries: a comparison of one with
 * a constant holds for all of them.
 *
 * <p>Equal values need not be the same, as numerics of other scales and texts under some collations
 * show. So types and collations must be the same, and nothing but a comparison with a constant is
 * taken over, for which equal values are all the same.
 */
final class EqualColumns {

  private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");

  private final Map<QueryColumn, List<QueryColumn>> equals = new HashMap<>();
  private final List<Expression> conditions;

  private EqualColumns(List<Expression> conditions) {
    this.conditions = conditions;
  }

  /** The equalities among conditions that are all true. */
  static EqualColumns of(List<Expression> conditions) {
    EqualColumns columns = new EqualColumns(conditions);
    for (Expression condition : conditions) {
      if (condition instanceof OperatorCall call
          && isComparison(call, "=")
          && plain(call.arguments().get(0)) instanceof QueryColumn left
          && plain(call.arguments().get(1)) instanceof QueryColumn right
          && areAlike(left, right)) {
        columns.equals.computeIfAbsent(left, column -> new ArrayList<>()).add(right);
        columns.equals.computeIfAbsent(right, column -> new ArrayList<>()).add(left);
      }
    }
    return columns;
  }

  private static boolean areAlike(QueryColumn left, QueryColumn right) {
    boolean collated = left.collation() != null || right.collation() != null;
    return left.levelsUp() == 0
        && right.levelsUp() == 0
        && isSame(left.type(), right.type())
        && (!collated
            || left.collation() != null
                && left.collation().equals(right.collation())
                && left.collation().deterministic());
  }

  private static boolean isSame(PostgresType left, PostgresType right) {
    return left.oid() == right.oid() || isInteger(left) && isInteger(right);
  }

  private static boolean isInteger(PostgresType type) {
    return type.is("int2") || type.is("int4") || type.is("int8");
  }

  private static boolean isComparison(OperatorCall call, String name) {
    return "pg_catalog".equals(call.operator().schema())
        && call.arguments().size() == 2
        && call.operator().name().equals(name);
  }

  /** What comparisons of other entries' columns say of an entry's own. */
  List<Expression> conditionsOver(int entry) {
    if (equals.isEmpty()) {
      return List.of();
    }
    List<Expression> over = new ArrayList<>();
    for (Expression condition : conditions) {
      QueryColumn column = compared(condition);
      if (column != null && column.levelsUp() == 0 && column.entry() != entry) {
        for (QueryColumn equal : equalTo(column)) {
          if (equal.entry() == entry) {
            over.add(with(condition, equal));
          }
        }
      }
    }
    return over;
  }

  /** The column that a condition compares with a constant; null for other conditions. */
  static QueryColumn compared(Expression condition) {
    if (condition instanceof ArrayComparison comparison) {
      return "pg_catalog".equals(comparison.operator().schema())
              && COMPARISONS.contains(comparison.operator().name())
              && plain(comparison.left()) instanceof QueryColumn column
              && isFixed(comparison.array())
          ? column
          : null;
    }
    if (!(condition instanceof OperatorCall call)
        || COMPARISONS.stream().noneMatch(name -> isComparison(call, name))) {
      return null;
    }
    Expression left = plain(call.arguments().get(0));
    Expression right = plain(call.arguments().get(1));
    if (left instanceof QueryColumn column && isFixed(right)) {
      return column;
    }
    return right instanceof QueryColumn column && isFixed(left) ? column : null;
  }

  /** A varchar taken for a text has the same bytes. */
  private static Expression plain(Expression expression) {
    return expression instanceof Relabel relabel
            && relabel.type().is("text")
            && relabel.argument() instanceof QueryColumn column
            && column.type().is("varchar")
        ? column
        : expression;
  }

  private static boolean isFixed(Expression expression) {
    return expression instanceof Constant || expression instanceof Parameter;
  }

  private static Expression with(Expression condition, QueryColumn column) {
    return Expressions.replace(condition, part -> part instanceof QueryColumn ? column : null);
  }

  private Set<QueryColumn> equalTo(QueryColumn column) {
    Set<QueryColumn> found = new HashSet<>(Set.of(column));
    Deque<QueryColumn> next = new ArrayDeque<>(found);
    while (!next.isEmpty()) {
      for (QueryColumn equal : equals.getOrDefault(next.remove(), List.of())) {
        if (found.add(equal)) {
          next.add(equal);
        }
      }
    }
    return found;
  }
}
