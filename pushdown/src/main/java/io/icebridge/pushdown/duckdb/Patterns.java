// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;

/** Spells LIKE. */
final class Patterns {

  private Patterns() {}

  static Operand like(Translator translator, Invocation call, String keyword) throws NotShippable {
    Operand left = translator.translate(call.arguments().get(0));
    Expression pattern = Translator.withoutRelabels(call.arguments().get(1));
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
}
