// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.PostgresType.Kind;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expression.Relabel;
import io.icebridge.pushdown.duckdb.Comparisons.Side;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.ArrayList;
import java.util.List;

/** Translates {@code = ANY (array)}, {@code <> ALL (array)} and their kin. */
final class ArrayComparisons {

  private final Translator translator;

  ArrayComparisons(Translator translator) {
    this.translator = translator;
  }

  Operand translate(ArrayComparison comparison) throws NotShippable {
    String operator = comparison.operator().name();
    if (!Calls.entry(comparison.operator(), comparison.collation())
        .spelling()
        .equals(Calls.COMPARISON)) {
      throw new NotShippable(
          Calls.described(comparison.operator()) + " is applied to the elements of an array");
    }
    Side left = translator.side(comparison.left());
    Expression array = comparison.array();
    PostgresType element = elementOf(array.type());
    Family family = element == null ? null : DuckDbType.family(element);
    if (family == null) {
      throw new NotShippable("the elements of an array are of a type DuckDB does not have");
    }
    Comparisons.requireComparable(left.family(), family);
    while (array instanceof Relabel relabel
        && elementOf(relabel.argument().type()) != null
        && DuckDbType.family(elementOf(relabel.argument().type())) == family) {
      array = relabel.argument();
    }
    boolean known = array instanceof Parameter || array instanceof Constant;
    if (!known) {
      return compareWithRow(operator, comparison.any(), left, translator.translate(array));
    }
    if (left.value() != null) {
      throw new NotShippable("a constant is compared with the elements of an array");
    }
    if (array instanceof Parameter parameter) {
      String quantifier = comparison.any() ? " ANY(" : " ALL(";
      return Operand.predicate(
          left.sql() + " " + operator + quantifier + Translator.spelled(parameter) + ")");
    }
    Constant constant = (Constant) array;
    if (constant.isNull()) {
      return Operand.atom(DuckDbLiterals.NULL_BOOLEAN, DuckDbType.of(Family.BOOLEAN));
    }
    return compareEach(operator, comparison.any(), left, new Elements(element, family, constant));
  }

  /** Where no element decides, a NULL one leaves it open; without elements nothing is compared. */
  private static Operand compareWithRow(String operator, boolean any, Side left, Operand array)
      throws NotShippable {
    if (array.type().family() != Family.LIST) {
      throw new NotShippable("the array of ANY or ALL is none in DuckDB");
    }
    DuckDbType type = array.type().element();
    Side each = new Side(Operand.atom("each_", type), type.family(), null);
    Operand comparison = Comparisons.compare(operator, left, each);
    String decides = any ? comparison.sql() : "NOT " + comparison.atom();
    String value =
        left.value() instanceof Constant constant
            ? constant.isNull() ? "NULL" : "TRUE"
            : left.operand().sql();
    return Operand.atom(
        "icebridge.%s_of(%s, %s, len(list_filter(%s, lambda each_: %s)))"
            .formatted(any ? "any" : "all", array.sql(), value, array.sql(), decides),
        DuckDbType.of(Family.BOOLEAN));
  }

  /** The elements of a constant array. */
  private record Elements(PostgresType type, Family family, List<String> texts) {

    Elements(PostgresType type, Family family, Constant array) {
      this(
          type,
          family,
          array.elements() != null ? array.elements() : ArrayText.elements(array.text()));
    }
  }

  private static Operand compareEach(String operator, boolean any, Side left, Elements elements)
      throws NotShippable {
    if (elements.texts().isEmpty()) {
      // No element, no comparison: not even NULL is unknown then.
      return Operand.atom(any ? "FALSE" : "TRUE", DuckDbType.of(Family.BOOLEAN));
    }
    if (any && operator.equals("=")) {
      return in(left, elements, " IN (", false);
    }
    if (!any && operator.equals("<>")) {
      return in(left, elements, " NOT IN (", true);
    }
    List<String> comparisons = new ArrayList<>();
    for (String text : elements.texts()) {
      Constant constant = new Constant(elements.type(), text, null);
      Side right = new Side(null, elements.family(), constant);
      comparisons.add(Comparisons.compare(operator, left, right).sqlUnderAnd());
    }
    return Operand.logical(String.join(any ? " OR " : " AND ", comparisons));
  }

  private static Operand in(Side left, Elements elements, String keyword, boolean withoutMatch)
      throws NotShippable {
    List<String> literals = new ArrayList<>();
    for (String text : elements.texts()) {
      if (text == null) {
        literals.add("NULL");
        continue;
      }
      Position position = Comparisons.position(left, elements.family(), text);
      if (position.kind() == Position.Kind.AT) {
        literals.add(position.literal());
      }
    }
    if (literals.isEmpty()) {
      return Comparisons.unlessNull(left, withoutMatch);
    }
    return Operand.predicate(left.sql() + keyword + String.join(", ", literals) + ")");
  }

  private static PostgresType elementOf(PostgresType array) {
    return array.kind() == Kind.ARRAY ? array.element() : null;
  }
}
