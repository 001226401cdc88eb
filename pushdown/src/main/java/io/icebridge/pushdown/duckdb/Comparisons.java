// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.List;

/**
 * Spells comparisons.
 *
 * <p>A constant never makes DuckDB widen the other side: it is first placed among the values the
 * other side can have, since DuckDB's implicit casts may fail (DECIMAL, DATE to TIMESTAMP) or round
 * (to DOUBLE).
 */
final class Comparisons {

  private Comparisons() {}

  /**
   * One side of a comparison.
   *
   * @param operand its translation; null for a constant
   * @param family the family of its type
   * @param value the constant or parameter it is; null where it depends on the row
   */
  record Side(Operand operand, Family family, Expression value) {

    /** Its text, changed where DuckDB would compare the plain value differently. */
    String sql() {
      if (value instanceof Parameter) {
        return operand.atom();
      }
      if (family == Family.PADDED) {
        // Trailing blanks do not count.
        return "rtrim(" + operand.sql() + ", ' ')";
      }
      if (family.isFloat()) {
        // DuckDB computes what a filter can give from Parquet's minimum and maximum, and those
        // leave NaN out. It does not know this function's range, which changes no value.
        return "nextafter(" + operand.sql() + ", " + operand.sql() + ")";
      }
      return operand.asNumber();
    }
  }

  static Operand spell(Translator translator, Invocation call) throws NotShippable {
    Side left = translator.side(call.arguments().get(0));
    Side right = translator.side(call.arguments().get(1));
    return compare(
        call.entry().name(),
        scaled(left, right, translator.trapsAllowed()),
        scaled(right, left, translator.trapsAllowed()));
  }

  /**
   * A DECIMAL with as many digits behind the point as the other, where the type that has all values
   * of both would need too many: the cast of a value fails that has too many before the point.
   */
  private static Side scaled(Side side, Side other, boolean trapsAllowed) {
    boolean decimals =
        trapsAllowed
            && side.value() == null
            && other.value() == null
            && side.family() == Family.DECIMAL
            && other.family() == Family.DECIMAL;
    if (!decimals) {
      return side;
    }
    DuckDbType type = side.operand().type();
    DuckDbType with = other.operand().type();
    boolean tooLong =
        type.precision() - type.scale() + with.scale() > DuckDbType.MAXIMUM_PRECISION
            && type.precision() != DuckDbType.UNKNOWN
            && with.precision() != DuckDbType.UNKNOWN;
    if (!tooLong) {
      return side;
    }
    DuckDbType wide = DuckDbType.decimal(DuckDbType.MAXIMUM_PRECISION, with.scale());
    String cast = "CAST(" + side.operand().sql() + " AS " + wide.sql() + ")";
    return new Side(Operand.atom(cast, wide), Family.DECIMAL, null);
  }

  static Operand compare(String operator, Side left, Side right) throws NotShippable {
    requireComparable(left.family(), right.family());
    requireRow(left, right);
    if (left.value() != null) {
      return compare(Expressions.commuted(operator), right, left);
    }
    if (right.value() instanceof Constant constant) {
      return compareWithConstant(operator, left, right.family(), constant);
    }
    if (right.value() == null) {
      requireSameRange(left, right);
    }
    return Operand.predicate(left.sql() + " " + operator + " " + right.sql());
  }

  /** {@code left IS DISTINCT FROM right}. */
  static Operand distinct(Side left, Side right) throws NotShippable {
    requireComparable(left.family(), right.family());
    requireRow(left, right);
    if (left.value() != null) {
      return distinct(right, left);
    }
    if (right.value() instanceof Constant constant) {
      return distinctFromConstant(left, right.family(), constant);
    }
    if (right.value() == null) {
      requireSameRange(left, right);
    }
    return Operand.predicate(left.sql() + " IS DISTINCT FROM " + right.sql());
  }

  private static Operand distinctFromConstant(Side left, Family family, Constant constant)
      throws NotShippable {
    if (constant.isNull()) {
      return Operand.predicate(left.sql() + " IS NOT NULL");
    }
    Position position = position(left, family, constant.text());
    return switch (position.kind()) {
      case AT -> Operand.predicate(left.sql() + " IS DISTINCT FROM " + position.literal());
      case AFTER, BELOW_ALL, ABOVE_ALL -> Operand.atom("TRUE", DuckDbType.of(Family.BOOLEAN));
    };
  }

  private static Operand compareWithConstant(
      String operator, Side left, Family family, Constant constant) throws NotShippable {
    if (constant.isNull()) {
      return Operand.atom(DuckDbLiterals.NULL_BOOLEAN, DuckDbType.of(Family.BOOLEAN));
    }
    Position position = position(left, family, constant.text());
    return switch (position.kind()) {
      case AT -> compareWithValue(operator, left, position.literal(), constant);
      case AFTER -> compareWithGap(operator, left, position.literal());
      case BELOW_ALL -> unlessNull(left, operator.contains(">"));
      case ABOVE_ALL -> unlessNull(left, operator.contains("<"));
    };
  }

  private static Operand compareWithValue(
      String operator, Side left, String literal, Constant constant) {
    String comparison = left.sql() + " " + operator + " " + literal;
    boolean withoutNan =
        left.family().isFloat()
            && !constant.text().equals("NaN")
            && (operator.equals("=") || operator.startsWith("<") && !operator.equals("<>"));
    if (!withoutNan) {
      return Operand.predicate(comparison);
    }
    // No NaN is wanted, so the plain comparison may leave out what the bounds exclude.
    String plain = left.operand().atom() + " " + operator + " " + literal;
    return Operand.logical(plain + " AND " + comparison);
  }

  /** The constant lies between {@code floor} and the next value. */
  private static Operand compareWithGap(String operator, Side left, String floor) {
    return switch (operator) {
      case "=" -> unlessNull(left, false);
      case "<>" -> unlessNull(left, true);
      case "<", "<=" -> Operand.predicate(left.sql() + " <= " + floor);
      default -> Operand.predicate(left.sql() + " > " + floor);
    };
  }

  /** True or false for every value, NULL for NULL. */
  static Operand unlessNull(Side side, boolean result) {
    return Operand.atom(
        "CASE WHEN " + side.sql() + " IS NOT NULL THEN " + (result ? "TRUE" : "FALSE") + " END",
        DuckDbType.of(Family.BOOLEAN));
  }

  static Position position(Side side, Family family, String text) throws NotShippable {
    Position position = Positions.of(side.operand().type(), family, text);
    if (position.kind() != Position.Kind.AT && !side.operand().isShownExactly()) {
      // Its type does not have all values it can have: computing it fails then, so it has to be.
      throw new NotShippable("a quotient is compared with a constant of other digits");
    }
    return position;
  }

  static void requireComparable(Family left, Family right) throws NotShippable {
    boolean comparable =
        left == right
            || left.isInteger() && right.isInteger()
            || left.isFloat() && right.isFloat()
            || left == Family.DATE && right == Family.TIMESTAMP
            || left == Family.TIMESTAMP && right == Family.DATE;
    if (!comparable) {
      throw new NotShippable("values of type " + left + " and " + right + " are compared");
    }
  }

  /** Values of the family are in the same order in DuckDB. */
  static void requireOrder(Family family, Collation collation, String what) throws NotShippable {
    switch (family) {
      case VARCHAR -> Conditions.requireCollation(List.of("bytes"), what, collation);
      case PADDED, INTERVAL, JSON, JSONB, LIST ->
          throw new NotShippable(what + " of values of type " + family);
      default -> {}
    }
  }

  private static void requireRow(Side left, Side right) throws NotShippable {
    if (left.value() != null && right.value() != null) {
      throw new NotShippable("constants are compared with each other");
    }
  }

  /** Both sides are compared by DuckDB after a cast to a common type, which must be exact. */
  private static void requireSameRange(Side left, Side right) throws NotShippable {
    boolean dateWithTimestamp =
        left.family() != right.family()
            && (left.family() == Family.DATE || right.family() == Family.DATE);
    if (dateWithTimestamp) {
      throw new NotShippable(
          "a date beyond the range of DuckDB's TIMESTAMP cannot be compared with one");
    }
    if (left.family() == Family.DECIMAL) {
      left.operand().type().commonWith(right.operand().type());
    }
  }
}
