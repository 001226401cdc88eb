// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayConstructor;
import io.icebridge.bridge.spi.expression.Expression.CoerceViaIo;
import io.icebridge.bridge.spi.expression.Expression.Extremum;
import io.icebridge.bridge.spi.expression.Expression.NullIf;
import io.icebridge.bridge.spi.expression.Expression.Subscript;
import io.icebridge.pushdown.duckdb.AllowList.Entry;
import io.icebridge.pushdown.duckdb.Comparisons.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Translates the kinds of expressions that are seldom in a qual. */
final class RarerExpressions {

  private final Translator translator;

  RarerExpressions(Translator translator) {
    this.translator = translator;
  }

  Operand translate(Expression expression) throws NotShippable {
    if (expression instanceof NullIf nullIf) {
      return nullIf(nullIf);
    }
    if (expression instanceof Extremum extremum) {
      return extremum(extremum);
    }
    if (expression instanceof CoerceViaIo cast) {
      return cast(cast);
    }
    if (expression instanceof ArrayConstructor array) {
      return Arrays.constructed(translator, array);
    }
    if (expression instanceof Subscript subscript) {
      return Arrays.subscripted(translator, subscript);
    }
    throw Translator.notUnderstood(expression);
  }

  private Operand nullIf(NullIf nullIf) throws NotShippable {
    Entry entry = Calls.entry(nullIf.operator(), nullIf.collation());
    if (!entry.spelling().equals(Calls.COMPARISON) || !entry.name().equals("=")) {
      throw new NotShippable("NULLIF stands on " + Calls.described(nullIf.operator()));
    }
    Operand value = translator.translate(nullIf.left());
    Side left = translator.side(nullIf.left());
    Side right = translator.side(nullIf.right());
    if (left.value() != null && right.value() != null) {
      throw new NotShippable("NULLIF compares constants");
    }
    String equal = Comparisons.compare("=", left, right).sql();
    return new Operand(
        "CASE WHEN " + equal + " THEN NULL ELSE " + value.sql() + " END",
        Operand.Binding.ATOM,
        value.type(),
        value.shownScale());
  }

  private Operand extremum(Extremum extremum) throws NotShippable {
    String name = extremum.greatest() ? "greatest" : "least";
    List<String> parts = new ArrayList<>();
    List<Operand> operands = new ArrayList<>();
    for (Expression argument : extremum.arguments()) {
      Operand operand = translator.translate(argument);
      Comparisons.requireOrder(
          operand.type().family(), extremum.collation(), name.toUpperCase(Locale.ROOT));
      operands.add(operand);
      parts.add(operand.sql());
    }
    DuckDbType type = Mixtures.type(operands);
    Operand result = Operand.atom(name + "(" + String.join(", ", parts) + ")", type);
    return Mixtures.shown(result, operands, Operand.UNKNOWN_SCALE);
  }

  private Operand cast(CoerceViaIo cast) throws NotShippable {
    Entry entry = AllowList.cast(cast.argument().type(), cast.type());
    if (entry == null) {
      throw new NotShippable(
          "a cast of "
              + cast.argument().type().display()
              + " to "
              + cast.type().display()
              + " is not known to mean the same in DuckDB");
    }
    translator.requireItself(cast.argument());
    return Spellings.spell(
        translator,
        new Invocation(
            entry,
            List.of(cast.argument().type()),
            List.of(cast.argument()),
            cast.type(),
            cast.collation()));
  }
}
