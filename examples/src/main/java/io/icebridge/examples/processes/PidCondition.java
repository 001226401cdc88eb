// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.processes;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.QualSupport;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The conditions by which processes can be looked up: {@code pid = …} and {@code pid IN (…)}. */
final class PidCondition {

  private PidCondition() {}

  /** How well a qual is applied. Its values may still be parameters. */
  static QualSupport support(Expression qual) {
    Expression values = values(qual);
    if (values == null) {
      return QualSupport.NONE;
    }
    if (qual instanceof OperatorCall) {
      return QualSupport.EXACT;
    }
    if (values instanceof Constant array) {
      return hasKnownElements(array) ? QualSupport.EXACT : QualSupport.NONE;
    }
    // The array behind a parameter may turn out to have several dimensions, which are not read
    // here.
    return QualSupport.PRUNE;
  }

  /**
   * The pids that meet all of the conditions, in order; null where the conditions tell nothing.
   * Their values are constants.
   */
  static Set<Long> pids(List<Expression> quals) {
    Set<Long> pids = null;
    for (Expression qual : quals) {
      Constant values = (Constant) values(qual);
      if (qual instanceof ArrayComparison && !hasKnownElements(values)) {
        continue;
      }
      Set<Long> some = numbers(values);
      if (pids == null) {
        pids = some;
      } else {
        pids.retainAll(some);
      }
    }
    return pids;
  }

  /** What the pid is compared to: a constant or a parameter; null where the qual is another. */
  private static Expression values(Expression qual) {
    if (qual instanceof OperatorCall call && isEquality(call.operator())) {
      Expression left = call.arguments().get(0);
      Expression right = call.arguments().get(1);
      if (isPid(left) && isValue(right)) {
        return right;
      }
      return isPid(right) && isValue(left) ? left : null;
    }
    if (qual instanceof ArrayComparison comparison
        && comparison.any()
        && isEquality(comparison.operator())
        && isPid(comparison.left())
        && isValue(comparison.array())) {
      return comparison.array();
    }
    return null;
  }

  /**
   * Operators of that name exist for other types, and anybody may define more in another schema.
   */
  private static boolean isEquality(Operator operator) {
    return operator.schema().equals("pg_catalog")
        && operator.name().equals("=")
        && isInteger(operator.left())
        && isInteger(operator.right());
  }

  private static boolean isInteger(PostgresType type) {
    return type != null && (type.is("int2") || type.is("int4") || type.is("int8"));
  }

  private static boolean isPid(Expression expression) {
    return expression instanceof ColumnReference column
        && column.name().equals(ProcessField.PID.column());
  }

  private static boolean isValue(Expression expression) {
    return expression instanceof Constant || expression instanceof Parameter;
  }

  private static boolean hasKnownElements(Constant array) {
    return array.isNull() || array.elements() != null;
  }

  /** Nothing equals NULL. */
  private static Set<Long> numbers(Constant constant) {
    Set<Long> numbers = new TreeSet<>();
    if (constant.elements() != null) {
      constant.elements().stream()
          .filter(Objects::nonNull)
          .map(Long::valueOf)
          .forEach(numbers::add);
    } else if (!constant.isNull()) {
      numbers.add(Long.valueOf(constant.text()));
    }
    return numbers;
  }
}
