// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;

/** Spells the texts that the output functions of PostgreSQL's types make. */
final class OutputTexts {

  private OutputTexts() {}

  /** A cast to text by the output function. */
  static Operand cast(Translator translator, Invocation call) throws NotShippable {
    return Operand.atom(of(translator, call.arguments().get(0)), DuckDbType.of(Family.VARCHAR));
  }

  /** The text of a value; NULL for NULL. */
  static String of(Translator translator, Expression expression) throws NotShippable {
    String literal = untypedLiteral(expression);
    if (literal != null) {
      return literal;
    }
    Operand value = translator.translate(expression);
    return value.type().family() == Family.PADDED
        ? padded(value, expression.type())
        : of(translator, value);
  }

  /** A constant in quotes that was never given a type; null where it is something else. */
  static String untypedLiteral(Expression expression) {
    boolean untyped = expression instanceof Constant constant && constant.type().is("unknown");
    if (!untyped) {
      return null;
    }
    String text = ((Constant) expression).text();
    return text == null ? "CAST(NULL AS VARCHAR)" : DuckDbLiterals.quoted(text);
  }

  /** The text of a value of any type but {@code char(n)}. */
  static String of(Translator translator, Operand value) throws NotShippable {
    return switch (value.type().family()) {
      case VARCHAR, JSON -> value.sql();
      case SMALLINT, INTEGER, BIGINT, UUID, TIME -> "CAST(" + value.sql() + " AS VARCHAR)";
      case BOOLEAN -> "CASE WHEN %1$s THEN 't' WHEN NOT %1$s THEN 'f' END".formatted(value.atom());
      case DECIMAL -> ofNumeric(value);
      case FLOAT, DOUBLE -> ofFloat(translator, value);
      case DATE, TIMESTAMP -> {
        requireIsoDates(translator);
        yield "icebridge.date_text(" + value.sql() + ")";
      }
      case TIMESTAMPTZ -> {
        requireIsoDates(translator);
        String zone = TimeZones.ofSession(translator);
        yield "icebridge.zoned_text(%1$s, timezone(%2$s, %1$s))".formatted(value.sql(), zone);
      }
      default ->
          throw new NotShippable(
              "DuckDB writes values of type " + value.type().family() + " in its own way");
    };
  }

  private static void requireIsoDates(Translator translator) throws NotShippable {
    if (!translator.isoDates()) {
      throw new NotShippable("dates may be written in another style than ISO's");
    }
  }

  /**
   * As many digits as tell the number from all others. What has 15 of them is told by these; of
   * those with more the nearest is PostgreSQL's choice, too, but for powers of two, whose
   * neighbours below are nearer. Of very large and very small ones PostgreSQL has its own view.
   */
  private static String ofFloat(Translator translator, Operand value) throws NotShippable {
    if (!translator.shortestFloats() || !translator.trapsAllowed()) {
      throw new NotShippable(
          "the text of a floating-point number may be found inexact when rows have already been returned");
    }
    boolean real = value.type().family() == Family.FLOAT;
    return (real ? "icebridge.real_text(" : "icebridge.double_text(") + value.sql() + ")";
  }

  /** The digits PostgreSQL shows are those of the type, unless they depend on the row. */
  static String ofNumeric(Operand value) throws NotShippable {
    DuckDbType type = value.type();
    if (value.shownScale() != null || type.precision() < 1) {
      throw new NotShippable("how many digits a numeric shows as text depends on the row");
    }
    if (type.precision() > type.scale()) {
      return "CAST(" + value.sql() + " AS VARCHAR)";
    }
    if (type.precision() == DuckDbType.MAXIMUM_PRECISION) {
      throw new NotShippable("DuckDB writes numerics of only decimals without the leading zero");
    }
    String wider = DuckDbType.decimal(type.precision() + 1, type.scale()).sql();
    return "CAST(CAST(" + value.sql() + " AS " + wider + ") AS VARCHAR)";
  }

  /** A {@code char(n)} with all of its blanks, which files may lack. */
  static String padded(Operand value, PostgresType type) throws NotShippable {
    int length = type.characterLength();
    if (type.kind() != PostgresType.Kind.BASE || length < 1) {
      throw new NotShippable("how many blanks a char value has is not known");
    }
    return "icebridge.padded(" + value.sql() + ", " + length + ")";
  }
}
