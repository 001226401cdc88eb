// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.PostgresType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The numbers of a distribution as texts of PostgreSQL's type. */
final class HistogramText {

  private static final double FIRST_DAY = -719_162; // 0001-01-01
  private static final double LAST_DAY = 2_932_896; // 9999-12-31
  private static final double MICROSECONDS_OF_DAY = 86_400e6;

  private HistogramText() {}

  /** The texts; none where the column's type cannot hold one of the values, or has no such text. */
  static List<String> of(double[] values, Type type, PostgresType declared) {
    if (declared.kind() != PostgresType.Kind.BASE || !"pg_catalog".equals(declared.schema())) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(values.length);
    for (double value : values) {
      Object exact = isWithin(value, declared) ? exact(value, type) : null;
      if (exact == null) {
        return List.of();
      }
      texts.add(
          exact instanceof BigDecimal number
              ? number.toPlainString()
              : ConstantSql.text(type, exact));
    }
    return texts;
  }

  private static boolean isWithin(double value, PostgresType declared) {
    return switch (declared.name()) {
      case "int2" -> value >= Short.MIN_VALUE && value <= Short.MAX_VALUE;
      case "int4" -> value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
      case "float4" -> Math.abs(value) <= Float.MAX_VALUE;
      case "int8", "float8", "numeric" -> true;
      case "date" -> value >= FIRST_DAY && value <= LAST_DAY;
      case "time" -> value >= 0 && value < MICROSECONDS_OF_DAY;
      case "timestamp", "timestamptz" ->
          value >= FIRST_DAY * MICROSECONDS_OF_DAY && value <= LAST_DAY * MICROSECONDS_OF_DAY;
      default -> false;
    };
  }

  private static Object exact(double value, Type type) {
    return switch (type.typeId()) {
      case INTEGER, DATE -> (int) Math.round(value);
      case LONG, TIME, TIMESTAMP -> Math.round(value);
      case FLOAT -> (float) value;
      case DOUBLE -> value;
      case DECIMAL ->
          new BigDecimal(value).setScale(((Types.DecimalType) type).scale(), RoundingMode.HALF_UP);
      default -> null;
    };
  }
}
