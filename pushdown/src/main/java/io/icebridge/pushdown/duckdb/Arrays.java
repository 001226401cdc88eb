// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayConstructor;
import io.icebridge.bridge.spi.expression.Expression.Subscript;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.ArrayList;
import java.util.List;

/** Spells {@code ARRAY[…]}, elements and slices of arrays. */
final class Arrays {

  private Arrays() {}

  static Operand constructed(Translator translator, ArrayConstructor array) throws NotShippable {
    if (array.nested()) {
      throw new NotShippable("an array of more than one dimension");
    }
    if (array.elements().isEmpty()) {
      DuckDbType type = DuckDbType.of(array.type());
      return Operand.atom("CAST([] AS " + type.sql() + ")", type);
    }
    List<Operand> operands = new ArrayList<>();
    List<String> elements = new ArrayList<>();
    for (Expression element : array.elements()) {
      Operand operand = translator.translate(element);
      operands.add(operand);
      elements.add(operand.sql());
    }
    DuckDbType type = Mixtures.type(operands);
    Operand first = Operand.atom("", type);
    boolean plain =
        type.family() != Family.PADDED
            && type.family() != Family.LIST
            && Mixtures.shown(first, operands, Operand.UNKNOWN_SCALE).isShownExactly();
    if (!plain) {
      throw new NotShippable("the elements of an array are written in different ways");
    }
    return Operand.atom("[" + String.join(", ", elements) + "]", DuckDbType.list(type));
  }

  static Operand subscripted(Translator translator, Subscript subscript) throws NotShippable {
    Operand array = translator.translate(subscript.container());
    if (array.type().family() != Family.LIST || subscript.upper().size() != 1) {
      throw new NotShippable("subscripts of something else than an array of one dimension");
    }
    if (subscript.lower().isEmpty()) {
      Operand number = translator.translate(subscript.upper().get(0));
      return Operand.atom(
          "icebridge.element(" + array.sql() + ", " + number.sql() + ")", array.type().element());
    }
    String first = bound(translator, subscript.lower().get(0), "1");
    String last = bound(translator, subscript.upper().get(0), "len(" + array.sql() + ")");
    return Operand.atom(
        "icebridge.slice(" + array.sql() + ", " + first + ", " + last + ")", array.type());
  }

  private static String bound(Translator translator, Expression bound, String absent)
      throws NotShippable {
    return bound == null ? absent : translator.translate(bound).sql();
  }
}
