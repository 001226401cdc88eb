// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;

/** Sums of whole numbers. */
final class Integers {

  private Integers() {}

  /**
   * A sum or difference, by the operator where it cannot overflow: that way DuckDB also makes one
   * sum of many sums that differ by a constant.
   */
  static Operand sum(Translator translator, Invocation call, String operator, String function)
      throws NotShippable {
    Operand left = translator.translate(call.arguments().get(0));
    Operand right = translator.translate(call.arguments().get(1));
    DuckDbType type = DuckDbType.of(call.type());
    boolean safe =
        isSafe(call, 0, call.arguments().get(1)) || isSafe(call, 1, call.arguments().get(0));
    // In a wider type, the operands may be of any that is not wider.
    boolean wider = type.family() != DuckDbType.Family.SMALLINT;
    String first = wider ? left.asNumber() : left.atom();
    String second = wider ? right.asNumber() : right.atom();
    return safe
        ? new Operand(first + " " + operator + " " + second, Operand.Binding.PREDICATE, type)
        : Operand.atom(function + "(" + first + ", " + second + ")", type);
  }

  /** Whether the operand is a smallint and the other a constant that leaves room for it. */
  private static boolean isSafe(Invocation call, int operand, Expression other) {
    if (!call.types().get(operand).is("int2")
        || call.type().is("int2")
        || !(other instanceof Constant constant)
        || constant.isNull()) {
      return false;
    }
    long limit = (call.type().is("int4") ? Integer.MAX_VALUE : Long.MAX_VALUE) - 65536;
    long value = Long.parseLong(constant.text());
    return value > -limit && value < limit;
  }
}
