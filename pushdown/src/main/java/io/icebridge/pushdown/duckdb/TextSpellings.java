// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.ArrayList;
import java.util.List;

/** Spells functions of text that need more than places for their operands. */
final class TextSpellings {

  /** What the modifier of a varchar(n) is more than its n. */
  private static final int MODIFIER_OFFSET = 4;

  private TextSpellings() {}

  /** A start before the text moves the end; DuckDB counts from the end then. */
  static Operand substring(Translator translator, Invocation call) throws NotShippable {
    List<String> parts = new ArrayList<>();
    boolean inside = true;
    for (int i = 0; i < call.arguments().size(); i++) {
      Expression argument = call.arguments().get(i);
      parts.add(translator.translate(argument).atom());
      inside &= i == 0 || isAtLeast(argument, i == 1 ? 1 : 0);
    }
    DuckDbType text = DuckDbType.of(Family.VARCHAR);
    if (inside) {
      return Operand.atom("substring(" + String.join(", ", parts) + ")", text);
    }
    if (parts.size() == 2) {
      String start = parts.get(1);
      return Operand.atom(
          "substring(%s, CASE WHEN %s < 1 THEN 1 ELSE %s END)"
              .formatted(parts.get(0), start, start),
          text);
    }
    return Operand.atom("icebridge.substr(" + String.join(", ", parts) + ")", text);
  }

  /** DuckDB splits at an empty separator, too, and has a field 0. */
  static Operand splitPart(Translator translator, Invocation call) throws NotShippable {
    List<String> parts = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      parts.add(translator.translate(argument).sql());
    }
    Expression separator = Translator.withoutRelabels(call.arguments().get(1));
    boolean plain =
        separator instanceof Constant constant
            && !constant.isNull()
            && !constant.text().isEmpty()
            && isAtLeast(call.arguments().get(2), 1);
    return Operand.atom(
        (plain ? "" : "icebridge.") + "split_part(" + String.join(", ", parts) + ")",
        DuckDbType.of(Family.VARCHAR));
  }

  private static boolean isAtLeast(Expression argument, long least) {
    return argument instanceof Constant constant
        && !constant.isNull()
        && Long.parseLong(constant.text()) >= least;
  }

  /** concat and concat_ws, which take any types and use their output functions. */
  static Operand concat(Translator translator, Invocation call) throws NotShippable {
    List<String> parts = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      parts.add(OutputTexts.of(translator, argument));
    }
    return Operand.atom(
        call.entry().name() + "(" + String.join(", ", parts) + ")", DuckDbType.of(Family.VARCHAR));
  }

  /** To varchar(n), whose modifier is n + 4: what is too long is cut off if a cast asks for it. */
  static Operand varchar(Translator translator, Invocation call) throws NotShippable {
    Operand value = translator.translate(call.arguments().get(0));
    if (!(call.arguments().get(1) instanceof Constant modifier)
        || !(call.arguments().get(2) instanceof Constant explicit)
        || modifier.isNull()
        || explicit.isNull()) {
      throw new NotShippable(call.described() + " has a length that is not constant");
    }
    int length = Integer.parseInt(modifier.text()) - MODIFIER_OFFSET;
    if (length < 0) {
      return value;
    }
    String arguments = "(" + value.sql() + ", " + length + ")";
    if (explicit.text().startsWith("t")) {
      return Operand.atom("left" + arguments, DuckDbType.of(Family.VARCHAR));
    }
    // What does not fit is an error in PostgreSQL's own words.
    Conditions.requireTraps(call, translator.trapsAllowed());
    return Operand.atom("icebridge.varchar_fit" + arguments, DuckDbType.of(Family.VARCHAR));
  }

  /** Bytes as text; PostgreSQL breaks the lines of base64. */
  static Operand encode(Translator translator, Invocation call) throws NotShippable {
    Operand bytes = translator.translate(call.arguments().get(0));
    String format = format(call);
    DuckDbType text = DuckDbType.of(Family.VARCHAR);
    if ("hex".equals(format)) {
      return Operand.atom("lower(hex(" + bytes.sql() + "))", text);
    }
    if ("base64".equals(format)) {
      return Operand.atom("icebridge.base64(" + bytes.sql() + ")", text);
    }
    throw new NotShippable("encode to " + format + " is not known to mean the same in DuckDB");
  }

  static Operand decode(Translator translator, Invocation call) throws NotShippable {
    String text = translator.translate(call.arguments().get(0)).sql();
    String format = format(call);
    if (!"hex".equals(format) && !"base64".equals(format)) {
      throw new NotShippable("decode of " + format + " is not known to mean the same in DuckDB");
    }
    return Operand.atom("icebridge.of_" + format + "(" + text + ")", DuckDbType.of(Family.BLOB));
  }

  /** The format, a constant, that bytes are written in; null where there is none. */
  private static String format(Invocation call) {
    return Translator.withoutRelabels(call.arguments().get(1)) instanceof Constant constant
        ? constant.text()
        : null;
  }
}
