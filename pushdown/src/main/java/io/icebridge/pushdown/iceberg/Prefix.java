// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.iceberg;

import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** LIKE and {@code ^@}: what they say of a text's beginning. */
final class Prefix {

  private Prefix() {}

  static boolean isPattern(String operator) {
    return operator.equals("~~") || operator.equals("!~~") || operator.equals("^@");
  }

  static Expression of(
      String column, String operator, Constant constant, Collation collation, boolean negated) {
    if (collation == null || !collation.deterministic()) {
      return Expressions.alwaysTrue();
    }
    boolean not = operator.equals("!~~") != negated;
    if (operator.equals("^@")) {
      return startsWith(column, constant.text(), not);
    }
    return like(column, constant.text(), not);
  }

  private static Expression like(String column, String pattern, boolean not) {
    StringBuilder prefix = new StringBuilder();
    int at = 0;
    while (at < pattern.length() && pattern.charAt(at) != '%' && pattern.charAt(at) != '_') {
      if (pattern.charAt(at) == '\\') {
        at++;
        if (at == pattern.length()) {
          // An error in PostgreSQL, which is to see rows to raise it.
          return Expressions.alwaysTrue();
        }
      }
      prefix.append(pattern.charAt(at));
      at++;
    }
    String rest = pattern.substring(at);
    if (rest.isEmpty()) {
      return not
          ? Expressions.notEqual(column, prefix.toString())
          : Expressions.equal(column, prefix.toString());
    }
    // What follows the prefix may say more, which matters only where the answer is turned round.
    return not && !rest.equals("%")
        ? Expressions.alwaysTrue()
        : startsWith(column, prefix.toString(), not);
  }

  private static Expression startsWith(String column, String prefix, boolean not) {
    if (prefix.isEmpty()) {
      return Expressions.alwaysTrue();
    }
    return not ? Expressions.notStartsWith(column, prefix) : Expressions.startsWith(column, prefix);
  }
}
