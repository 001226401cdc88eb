// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.pushdown.duckdb.AllowList.Entry;
import io.icebridge.pushdown.duckdb.Comparisons.Side;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;

/** Values by which rows are grouped, sorted or looked up. Pure, safe from any thread. */
public final class Keys {

  private Keys() {}

  /** The value in a form whose equality in DuckDB is that of PostgreSQL. */
  public static Operand equal(Operand value, Operator equality, Collation collation)
      throws NotShippable {
    require(equality, "=", collation);
    return normal(value);
  }

  /** The value in a form whose order in DuckDB is that of PostgreSQL, up or down. */
  public static Operand ordered(Operand value, Operator order, Collation collation)
      throws NotShippable {
    require(order, isDescending(order) ? ">" : "<", collation);
    return normal(value);
  }

  /** Whether an order begins with the greatest values. */
  public static boolean isDescending(Operator order) {
    return order != null && order.name().equals(">");
  }

  /** The left side of a comparison with the values of a sub-query. */
  public static String lookedUp(Operand left, Operand right, Operator operator, Collation collation)
      throws NotShippable {
    Entry entry = operator == null ? null : Calls.entry(operator, collation);
    Family family = left.type().family();
    boolean comparable =
        entry != null
            && entry.spelling().equals(Calls.COMPARISON)
            && family != Family.PADDED
            && (family == right.type().family()
                || family.isInteger() && right.type().family().isInteger()
                || family.isFloat() && right.type().family().isFloat());
    if (!comparable) {
      throw new NotShippable("a sub-query's values are compared in a way DuckDB may not share");
    }
    if (family == Family.DECIMAL) {
      left.type().commonWith(right.type());
    }
    return new Side(left, family, null).sql();
  }

  /** Without the blanks at the end of {@code char(n)}, which do not count. */
  public static Operand normal(Operand value) {
    boolean padded = value.type() != null && value.type().family() == Family.PADDED;
    return padded && !value.sql().startsWith("rtrim(")
        ? Operand.atom("rtrim(" + value.sql() + ", ' ')", value.type())
        : value;
  }

  private static void require(Operator operator, String name, Collation collation)
      throws NotShippable {
    if (operator == null) {
      throw new NotShippable("values are grouped or sorted that have no order or equality");
    }
    Entry entry = Calls.entry(operator, collation);
    if (!entry.spelling().equals(Calls.COMPARISON) || !operator.name().equals(name)) {
      throw new NotShippable("rows are grouped or sorted by " + Calls.described(operator));
    }
  }
}
