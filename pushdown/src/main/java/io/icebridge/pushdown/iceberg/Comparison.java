// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.iceberg;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * A column compared with a constant that is not NULL.
 *
 * <p>The two orders differ in places: NaN, which PostgreSQL puts above all and Iceberg's bounds
 * leave out; negative zero, which Iceberg puts below zero; text under a collation; UUIDs, which
 * engines do not agree how to order. There the result keeps more.
 */
final class Comparison {

  private static final Map<String, String> NEGATED =
      Map.of("=", "<>", "<>", "=", "<", ">=", "<=", ">", ">", "<=", ">=", "<");

  private Comparison() {}

  /** The operator that is true where one of the six comparisons is false. */
  static String negated(String operator) {
    return NEGATED.get(operator);
  }

  /** Whether it is one of the six comparisons, which are NULL where an operand is. */
  static boolean isKnown(String operator) {
    return NEGATED.containsKey(operator);
  }

  /** The comparison with a column whose type is known. */
  static Expression of(
      FilteredColumn filtered,
      String operator,
      Constant constant,
      Collation collation,
      boolean negated) {
    Type type = filtered.type();
    if (!keepsValues(type, filtered.declared())) {
      return Expressions.alwaysTrue();
    }
    String column = filtered.name();
    if (type.typeId() == Type.TypeID.STRING && Prefix.isPattern(operator)) {
      return Prefix.of(column, operator, constant, collation, negated);
    }
    if (!isKnown(operator)) {
      return Expressions.alwaysTrue();
    }
    String effective = negated ? NEGATED.get(operator) : operator;
    return switch (type.typeId()) {
      case INTEGER, LONG ->
          isInteger(constant.type())
              ? ordered(column, effective, Long.valueOf(constant.text()))
              : Expressions.alwaysTrue();
      case FLOAT, DOUBLE -> floating(column, type, effective, constant);
      case DECIMAL -> decimal(column, ((Types.DecimalType) type).scale(), effective, constant);
      case DATE, TIME, TIMESTAMP -> temporal(column, type, effective, constant);
      case BOOLEAN ->
          constant.type().is("bool")
              ? ordered(column, effective, constant.text().startsWith("t"))
              : Expressions.alwaysTrue();
      case STRING -> text(column, effective, constant, collation);
      default -> Expressions.alwaysTrue();
    };
  }

  /** Whether PostgreSQL sees the values as they are: not rounded, not padded with blanks. */
  private static boolean keepsValues(Type type, PostgresType declared) {
    return switch (type.typeId()) {
      case STRING -> declared.is("text") || declared.is("varchar");
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield declared.is("numeric")
            && declared.numericPrecision() == decimal.precision()
            && declared.numericScale() == decimal.scale();
      }
      default -> true;
    };
  }

  private static boolean isInteger(PostgresType type) {
    return type.is("int2") || type.is("int4") || type.is("int8");
  }

  private static <T> Expression ordered(String column, String operator, T value) {
    return switch (operator) {
      case "=" -> Expressions.equal(column, value);
      case "<>" -> Expressions.notEqual(column, value);
      case "<" -> Expressions.lessThan(column, value);
      case "<=" -> Expressions.lessThanOrEqual(column, value);
      case ">" -> Expressions.greaterThan(column, value);
      default -> Expressions.greaterThanOrEqual(column, value);
    };
  }

  private static Expression text(
      String column, String operator, Constant constant, Collation collation) {
    if (!constant.type().is("text") && !constant.type().is("varchar") || collation == null) {
      return Expressions.alwaysTrue();
    }
    boolean equality = operator.equals("=") || operator.equals("<>");
    return equality && collation.deterministic() || collation.byteOrder()
        ? ordered(column, operator, constant.text())
        : Expressions.alwaysTrue();
  }

  private static Expression floating(String column, Type type, String operator, Constant constant) {
    boolean single = constant.type().is("float4");
    if (!single && !constant.type().is("float8") || operator.equals("<>")) {
      return Expressions.alwaysTrue();
    }
    double value = Double.parseDouble(constant.text());
    if (Double.isNaN(value)) {
      return operator.equals("=") ? Expressions.isNaN(column) : Expressions.alwaysTrue();
    }
    // Iceberg rounds a literal to the column's type, so it must not be between two of its values;
    // and an infinite double is beyond all floats for it, also the infinite one.
    boolean narrow = type.typeId() == Type.TypeID.FLOAT;
    double least = value == 0 ? -0.0 : value;
    double most = value == 0 ? 0.0 : value;
    Number low = narrow ? (Number) below(least) : (Number) least;
    Number high = narrow ? (Number) above(most) : (Number) most;
    return switch (operator) {
      case "=" ->
          Expressions.and(
              Expressions.greaterThanOrEqual(column, low),
              Expressions.lessThanOrEqual(column, high));
      case "<", "<=" -> Expressions.lessThanOrEqual(column, high);
      default ->
          Expressions.or(Expressions.greaterThanOrEqual(column, low), Expressions.isNaN(column));
    };
  }

  private static float below(double value) {
    float nearest = (float) value;
    return nearest > value ? Math.nextDown(nearest) : nearest;
  }

  private static float above(double value) {
    float nearest = (float) value;
    return nearest < value ? Math.nextUp(nearest) : nearest;
  }

  private static Expression decimal(String column, int scale, String operator, Constant constant) {
    boolean number = constant.type().is("numeric") && !constant.text().matches(".*[NI].*");
    if (!number) {
      return Expressions.alwaysTrue();
    }
    BigDecimal exact = new BigDecimal(constant.text());
    BigDecimal floor = exact.setScale(scale, RoundingMode.FLOOR);
    if (exact.compareTo(floor) == 0) {
      return ordered(column, operator, floor);
    }
    return between(column, operator, floor);
  }

  /** For a constant between a value of the column's type and the next one. */
  private static <T> Expression between(String column, String operator, T floor) {
    return switch (operator) {
      case "=" -> Expressions.alwaysFalse();
      case "<", "<=" -> Expressions.lessThanOrEqual(column, floor);
      case ">", ">=" -> Expressions.greaterThan(column, floor);
      default -> Expressions.alwaysTrue();
    };
  }

  private static Expression temporal(String column, Type type, String operator, Constant constant) {
    Object value = Instants.of(type, constant);
    if (value != null) {
      return ordered(column, operator, value);
    }
    LocalDateTime time = type.typeId() == Type.TypeID.DATE ? Instants.withoutZone(constant) : null;
    if (time == null) {
      return Expressions.alwaysTrue();
    }
    // As PostgreSQL, which compares with the day's first instant.
    Integer day = Math.toIntExact(time.toLocalDate().toEpochDay());
    return time.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? ordered(column, operator, day)
        : between(column, operator, day);
  }
}
