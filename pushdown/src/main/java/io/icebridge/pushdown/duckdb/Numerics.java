// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import static io.icebridge.pushdown.duckdb.DuckDbType.MAXIMUM_PRECISION;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import io.icebridge.pushdown.duckdb.Spellings.Spelling;
import java.util.function.BinaryOperator;

/**
 * Arithmetic of numerics. PostgreSQL's results have all the digits they need; a DECIMAL has 38 at
 * most, so what may need more is only shipped where DuckDB may fail.
 */
final class Numerics {

  /** The most digits of a DECIMAL in 64 bits. */
  private static final int LONG_PRECISION = 18;

  /** A double holds every whole number of so many digits, and every power of ten up to 10^22. */
  private static final int DOUBLE_PRECISION = 15;

  private static final int DOUBLE_POWERS = 22;

  /** So many digits of a real PostgreSQL keeps as numeric. */
  private static final int FLOAT_DIGITS = 6;

  /** The scale of quotients, of which at least 16 digits count. */
  private static final int QUOTIENT_SCALE = 24;

  private Numerics() {}

  /** The rules of the allow-list for numerics; null where there is none of that name. */
  static Spelling rule(String name) {
    return switch (name) {
      case "@numeric_add" -> (translator, call) -> sum(translator, call, " + ");
      case "@numeric_subtract" -> (translator, call) -> sum(translator, call, " - ");
      case "@numeric_multiply" -> Numerics::product;
      case "@numeric_divide" -> Numerics::quotient;
      case "@numeric_whole_quotient" -> Numerics::wholeQuotient;
      case "@numeric_remainder" -> Numerics::remainder;
      case "@numeric_negate" -> (translator, call) -> same(translator, call, "(-{0})");
      case "@numeric_absolute" -> (translator, call) -> same(translator, call, "abs({0})");
      case "@numeric_round" -> Numerics::round;
      case "@numeric_truncate" -> Numerics::truncate;
      case "@numeric_whole" -> Numerics::whole;
      case "@numeric_modifier" -> Numerics::modifier;
      case "@numeric_float8" -> Numerics::toDouble;
      case "@numeric_bucket" -> Numerics::bucket;
      default -> null;
    };
  }

  private static Operand operand(Translator translator, Invocation call, int index)
      throws NotShippable {
    return translator.translate(call.arguments().get(index));
  }

  private static Operand sum(Translator translator, Invocation call, String operator)
      throws NotShippable {
    Operand left = operand(translator, call, 0);
    Operand right = operand(translator, call, 1);
    int scale = Math.max(left.type().scale(), right.type().scale());
    int whole = Math.max(whole(left), whole(right)) + 1;
    int precision = requireFits(translator, call, whole + scale, scale);
    return new Operand(
        left.atom() + operator + right.atom(),
        Operand.Binding.PREDICATE,
        DuckDbType.decimal(precision, scale),
        shown(left, right, (a, b) -> "greatest(" + a + ", " + b + ")"));
  }

  private static Operand product(Translator translator, Invocation call) throws NotShippable {
    Operand left = operand(translator, call, 0);
    Operand right = operand(translator, call, 1);
    int larger = Math.max(left.type().precision(), right.type().precision());
    int scale = left.type().scale() + right.type().scale();
    int precision = left.type().precision() + right.type().precision();
    String factor = left.atom();
    if (precision > LONG_PRECISION && larger <= LONG_PRECISION && scale < LONG_PRECISION) {
      // DuckDB multiplies such factors in 64 bits, and fails where that is not enough.
      if (translator.trapsAllowed()) {
        precision = LONG_PRECISION;
      } else {
        DuckDbType wider = DuckDbType.decimal(LONG_PRECISION + 1, left.type().scale());
        precision = LONG_PRECISION + 1 + right.type().precision();
        factor = cast(left, wider);
      }
    }
    precision = requireFits(translator, call, precision, scale);
    return new Operand(
        factor + " * " + right.atom(),
        Operand.Binding.PREDICATE,
        DuckDbType.decimal(precision, scale),
        shown(left, right, (a, b) -> "(" + a + " + " + b + ")"));
  }

  private static Operand quotient(Translator translator, Invocation call) throws NotShippable {
    return divide(
        operand(translator, call, 0), operand(translator, call, 1), translator.trapsAllowed());
  }

  /** A quotient: the value is PostgreSQL's, its display scale is not known. */
  static Operand divide(Operand dividend, Operand divisor, boolean trapsAllowed)
      throws NotShippable {
    if (!trapsAllowed) {
      throw new NotShippable("a numeric quotient may have more digits than DuckDB's DECIMAL");
    }
    if (dividend.shownScale() != null || divisor.shownScale() != null) {
      throw new NotShippable("the digits of a quotient depend on what its operands show");
    }
    String quotient =
        "icebridge.numeric_divide("
            + unscaled(dividend, dividend.type().scale())
            + ", "
            + dividend.type().scale()
            + ", "
            + unscaled(divisor, divisor.type().scale())
            + ", "
            + divisor.type().scale()
            + ")";
    DuckDbType type = DuckDbType.decimal(MAXIMUM_PRECISION, QUOTIENT_SCALE);
    String unit =
        DuckDbLiterals.decimal(
            "0." + "0".repeat(QUOTIENT_SCALE - 1) + "1",
            DuckDbType.decimal(QUOTIENT_SCALE, QUOTIENT_SCALE));
    return new Operand(
        "CAST(" + quotient + " AS DECIMAL(38,0)) * " + unit,
        Operand.Binding.PREDICATE,
        type,
        Operand.UNKNOWN_SCALE);
  }

  /** The digits of a number as a HUGEINT, with so many behind the point. */
  private static String unscaled(Operand operand, int scale) {
    if (scale == 0) {
      return "CAST(" + operand.sql() + " AS HUGEINT)";
    }
    DuckDbType power = DuckDbType.decimal(scale + 1, 0);
    return "CAST("
        + operand.atom()
        + " * "
        + DuckDbLiterals.decimal("1" + "0".repeat(scale), power)
        + " AS HUGEINT)";
  }

  private static Operand wholeQuotient(Translator translator, Invocation call) throws NotShippable {
    Operand left = operand(translator, call, 0);
    Operand right = operand(translator, call, 1);
    int scale = Math.max(left.type().scale(), right.type().scale());
    requireFits(translator, call, Math.max(whole(left), whole(right)) + 2 * scale, 0);
    return Operand.atom(
        "CAST(CASE WHEN "
            + right.atom()
            + " = 0 AND "
            + left.atom()
            + " IS NOT NULL THEN icebridge.zero_divide() ELSE "
            + unscaled(left, scale)
            + " // "
            + unscaled(right, scale)
            + " END AS DECIMAL(38,0))",
        DuckDbType.decimal(MAXIMUM_PRECISION, 0));
  }

  private static Operand remainder(Translator translator, Invocation call) throws NotShippable {
    Operand left = operand(translator, call, 0);
    Operand right = operand(translator, call, 1);
    int scale = Math.max(left.type().scale(), right.type().scale());
    int precision =
        requireFits(translator, call, Math.max(whole(left), whole(right)) + scale, scale);
    DuckDbType type = DuckDbType.decimal(precision, scale);
    return new Operand(
        "mod(" + cast(left, type) + ", " + cast(right, type) + ")",
        Operand.Binding.ATOM,
        type,
        shown(left, right, (a, b) -> "greatest(" + a + ", " + b + ")"));
  }

  private static Operand same(Translator translator, Invocation call, String template)
      throws NotShippable {
    Operand operand = operand(translator, call, 0);
    return new Operand(
        template.replace("{0}", operand.atom()),
        Operand.Binding.ATOM,
        operand.type(),
        operand.shownScale());
  }

  /** The argument of a cast of a floating-point number to numeric; null where this is none. */
  private static FunctionCall castOfFloat(Expression expression) {
    return expression instanceof FunctionCall call
            && call.function().schema().equals("pg_catalog")
            && call.function().name().equals("numeric")
            && call.function().arguments().size() == 1
            && call.function().arguments().get(0).name().startsWith("float")
        ? call
        : null;
  }

  /** As PostgreSQL does it: by the digits of a text, of which there are not too many. */
  private static Operand rounded(Translator translator, FunctionCall cast, DuckDbType type)
      throws NotShippable {
    if (!translator.trapsAllowed()) {
      throw new NotShippable("a floating-point number may be too large for DuckDB's DECIMAL");
    }
    Operand value = translator.translate(cast.arguments().get(0));
    return Operand.atom("CAST(" + digits(value) + " AS " + type.sql() + ")", type);
  }

  /** The text of a floating-point number by which PostgreSQL casts it to numeric. */
  static String digits(Operand value) {
    int digits = value.type().family() == Family.FLOAT ? FLOAT_DIGITS : DOUBLE_PRECISION;
    return "icebridge.digits(" + value.sql() + ", '%." + digits + "g')";
  }

  private static Operand bucket(Translator translator, Invocation call) throws NotShippable {
    int scale = 0;
    Operand[] operands = new Operand[3];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = operand(translator, call, i);
      scale = Math.max(scale, operands[i].type().scale());
    }
    StringBuilder sql = new StringBuilder("icebridge.numeric_bucket(");
    for (Operand operand : operands) {
      requireFits(translator, call, whole(operand) + scale, 0);
      sql.append(unscaled(operand, scale)).append(", ");
    }
    return Operand.atom(
        sql + operand(translator, call, 3).sql() + ")", DuckDbType.of(Family.INTEGER));
  }

  private static Operand round(Translator translator, Invocation call) throws NotShippable {
    FunctionCall cast = castOfFloat(call.arguments().get(0));
    if (cast != null && places(call) >= 0 && places(call) <= QUOTIENT_SCALE) {
      return rounded(translator, cast, DuckDbType.decimal(MAXIMUM_PRECISION, places(call)));
    }
    Operand operand = operand(translator, call, 0);
    int places = places(call);
    int scale = Math.max(places, 0);
    if (places >= operand.type().scale()) {
      return widened(translator, call, operand, scale);
    }
    if (-places > whole(operand)) {
      // DuckDB's result would not be NULL for NULL.
      DuckDbType digit = DuckDbType.decimal(1, 0);
      return Operand.atom(
          "CASE WHEN "
              + operand.atom()
              + " IS NOT NULL THEN "
              + DuckDbLiterals.decimal("0", digit)
              + " END",
          digit);
    }
    // One digit more, which a carry may need.
    int precision =
        requireFits(translator, call, operand.type().precision() + 1, operand.type().scale());
    DuckDbType wider = DuckDbType.decimal(precision, operand.type().scale());
    return Operand.atom(
        "round(" + cast(operand, wider) + ", " + places + ")",
        DuckDbType.decimal(precision, scale));
  }

  private static Operand truncate(Translator translator, Invocation call) throws NotShippable {
    Operand operand = operand(translator, call, 0);
    int places = places(call);
    if (places < 0) {
      throw new NotShippable("trunc cuts off digits before the point");
    }
    if (places >= operand.type().scale()) {
      return widened(translator, call, operand, places);
    }
    String sql =
        places == 0
            ? "trunc(" + operand.sql() + ")"
            : "trunc(" + operand.sql() + ", " + places + ")";
    return Operand.atom(sql, DuckDbType.decimal(operand.type().precision(), places));
  }

  /** More digits behind the point, which are zeros. */
  private static Operand widened(Translator translator, Invocation call, Operand operand, int scale)
      throws NotShippable {
    int precision = requireFits(translator, call, whole(operand) + scale, scale);
    DuckDbType type = DuckDbType.decimal(Math.max(precision, 1), scale);
    return Operand.atom(cast(operand, type), type);
  }

  /** {@code ceil} and {@code floor}. */
  private static Operand whole(Translator translator, Invocation call) throws NotShippable {
    Operand operand = operand(translator, call, 0);
    String name = call.entry().name().equals("floor") ? "floor" : "ceil";
    // A number below one may become one, which needs a digit before the point.
    int precision = Math.min(operand.type().precision() + 1, MAXIMUM_PRECISION);
    return Operand.atom(
        "CAST("
            + name
            + "("
            + cast(operand, DuckDbType.decimal(precision, operand.type().scale()))
            + ") AS DECIMAL("
            + precision
            + ",0))",
        DuckDbType.decimal(precision, 0));
  }

  /** The cast to a numeric of another precision and scale. */
  private static Operand modifier(Translator translator, Invocation call) throws NotShippable {
    FunctionCall floating = castOfFloat(call.arguments().get(0));
    DuckDbType type = DuckDbType.decimalOrNull(withModifier(call.type(), constant(call, 1)));
    if (type == null) {
      throw new NotShippable("a numeric is cast to more digits than DuckDB's DECIMAL has");
    }
    if (floating != null) {
      return rounded(translator, floating, type);
    }
    Operand operand = operand(translator, call, 0);
    return Operand.atom(cast(operand, type), type);
  }

  private static PostgresType withModifier(PostgresType type, int modifier) {
    return new PostgresType(
        type.oid(),
        type.schema(),
        type.name(),
        modifier,
        type.display(),
        type.kind(),
        type.element(),
        type.attributes());
  }

  private static Operand toDouble(Translator translator, Invocation call) throws NotShippable {
    Operand operand = operand(translator, call, 0);
    boolean exact =
        operand.type().precision() <= DOUBLE_PRECISION && operand.type().scale() <= DOUBLE_POWERS;
    // A quotient of whole numbers that a double holds is rounded once, as text that is read is.
    String value = exact ? operand.sql() : "CAST(" + operand.sql() + " AS VARCHAR)";
    return Operand.atom("CAST(" + value + " AS DOUBLE)", DuckDbType.of(Family.DOUBLE));
  }

  private static int places(Invocation call) throws NotShippable {
    return call.arguments().size() == 1 ? 0 : constant(call, 1);
  }

  private static int constant(Invocation call, int index) throws NotShippable {
    Expression argument = call.arguments().get(index);
    if (!(argument instanceof Constant constant) || constant.isNull()) {
      throw new NotShippable(call.described() + " is asked for digits that depend on the row");
    }
    return Integer.parseInt(constant.text());
  }

  private static int whole(Operand operand) {
    return operand.type().precision() - operand.type().scale();
  }

  private static String cast(Operand operand, DuckDbType type) {
    return operand.type().equals(type)
        ? operand.sql()
        : "CAST(" + operand.sql() + " AS " + type.sql() + ")";
  }

  private static int requireFits(Translator translator, Invocation call, int precision, int scale)
      throws NotShippable {
    if (scale > MAXIMUM_PRECISION || precision > MAXIMUM_PRECISION && !translator.trapsAllowed()) {
      throw new NotShippable(
          call.described() + " may need more than the 38 digits DuckDB's DECIMAL has");
    }
    return Math.min(precision, MAXIMUM_PRECISION);
  }

  private static String shown(Operand left, Operand right, BinaryOperator<String> combine) {
    if (left.shownScale() == null && right.shownScale() == null) {
      return null;
    }
    return left.isShownExactly() && right.isShownExactly()
        ? combine.apply(left.shownScaleSql(), right.shownScaleSql())
        : Operand.UNKNOWN_SCALE;
  }
}
