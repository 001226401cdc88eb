// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.iceberg;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.NullTest;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Conditions of which it is known when they are NULL: comparisons of columns with constants, tests
 * for NULL, and what AND, OR and NOT make of them.
 */
final class CertainTruth {

  private final Function<Expression, FilteredColumn> find;
  private final Set<String> columns = new TreeSet<>();

  private CertainTruth(Function<Expression, FilteredColumn> find) {
    this.find = find;
  }

  /**
   * A condition.
   *
   * @param find what an expression is, if it is a column; else null
   * @return null where it is not one of those
   */
  static CertainTruth of(Expression condition, Function<Expression, FilteredColumn> find) {
    CertainTruth truth = new CertainTruth(find);
    return truth.add(condition) ? truth : null;
  }

  /** The condition can only be NULL where one of these is. */
  Set<String> columns() {
    return columns;
  }

  private boolean add(Expression condition) {
    if (condition instanceof Logical logical) {
      return logical.arguments().stream().allMatch(this::add);
    }
    if (condition instanceof NullTest test) {
      return test.argument() instanceof ColumnReference;
    }
    if (condition instanceof OperatorCall call && call.arguments().size() == 2) {
      return isComparison(call.operator())
          && (compared(call.arguments().get(0), call.arguments().get(1))
              || compared(call.arguments().get(1), call.arguments().get(0)));
    }
    return condition instanceof ArrayComparison comparison
        && isComparison(comparison.operator())
        && comparison.array() instanceof Constant array
        && array.elements() != null
        && !array.elements().contains(null)
        && column(comparison.left());
  }

  private static boolean isComparison(Operator operator) {
    return "pg_catalog".equals(operator.schema()) && Comparison.isKnown(operator.name());
  }

  private boolean compared(Expression column, Expression value) {
    return value instanceof Constant constant && constant.text() != null && column(column);
  }

  private boolean column(Expression expression) {
    FilteredColumn column = expression instanceof ColumnReference ? find.apply(expression) : null;
    if (column == null || column.type() == null) {
      return false;
    }
    columns.add(column.name());
    return true;
  }
}
