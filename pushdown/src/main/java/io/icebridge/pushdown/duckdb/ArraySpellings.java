// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;

/** Spells operators and functions of arrays that depend on what their elements are. */
final class ArraySpellings {

  private ArraySpellings() {}

  static Operand compare(Translator translator, Invocation call) throws NotShippable {
    Operand left = translator.translate(call.arguments().get(0));
    Operand right = translator.translate(call.arguments().get(1));
    String operator = call.entry().name();
    boolean ordered = !operator.equals("=") && !operator.equals("<>");
    requireElements(left.type(), right.type(), call.collation(), ordered);
    return Operand.predicate(left.atom() + " " + operator + " " + right.atom());
  }

  /** A condition on two arrays; NULL elements are equal to nothing. */
  static Operand condition(Translator translator, Invocation call, String spelling, boolean swapped)
      throws NotShippable {
    Operand left = translator.translate(call.arguments().get(swapped ? 1 : 0));
    Operand right = translator.translate(call.arguments().get(swapped ? 0 : 1));
    requireElements(left.type(), right.type(), call.collation(), false);
    return Operand.atom(spelling.formatted(left.sql(), right.sql()), DuckDbType.of(Family.BOOLEAN));
  }

  static Operand remove(Translator translator, Invocation call) throws NotShippable {
    Operand array = translator.translate(call.arguments().get(0));
    Operand element = translator.translate(call.arguments().get(1));
    requireElements(array.type(), DuckDbType.list(element.type()), call.collation(), false);
    return Operand.atom(
        "icebridge.array_remove(%s, %s)".formatted(array.sql(), element.sql()), array.type());
  }

  static Operand position(Translator translator, Invocation call) throws NotShippable {
    Operand array = translator.translate(call.arguments().get(0));
    Operand element = translator.translate(call.arguments().get(1));
    requireElements(array.type(), DuckDbType.list(element.type()), call.collation(), false);
    return Operand.atom(
        "CAST(array_position(%s, %s) AS INTEGER)".formatted(array.sql(), element.sql()),
        DuckDbType.of(Family.INTEGER));
  }

  static Operand toText(Translator translator, Invocation call) throws NotShippable {
    Operand array = translator.translate(call.arguments().get(0));
    Operand separator = translator.translate(call.arguments().get(1));
    DuckDbType element = array.type().element();
    if (element == null || element.family() != Family.VARCHAR && !element.family().isInteger()) {
      throw new NotShippable(call.described() + " makes text of elements DuckDB writes otherwise");
    }
    return Operand.atom(
        "icebridge.array_text(%s, %s)".formatted(array.sql(), separator.sql()),
        DuckDbType.of(Family.VARCHAR));
  }

  /** Elements that both sides have, and that are equal, or in order, where PostgreSQL's are. */
  private static void requireElements(
      DuckDbType left, DuckDbType right, Collation collation, boolean ordered) throws NotShippable {
    if (left.family() != Family.LIST || !left.equals(right)) {
      throw new NotShippable("arrays of different types are compared");
    }
    Family element = left.element().family();
    boolean met =
        switch (element) {
          case VARCHAR ->
              collation != null
                  && (ordered
                      ? collation.byteOrder()
                      : collation.isC() || collation.deterministic());
          // Of floats 0 and -0 are equal, of padded texts blanks do not count.
          case FLOAT, DOUBLE, PADDED, JSON, JSONB, LIST, INTERVAL -> false;
          default -> true;
        };
    if (!met) {
      throw new NotShippable("arrays with elements of type " + element + " are compared");
    }
  }
}
