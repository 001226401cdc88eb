// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Constants as the numbers that a {@link io.icebridge.lake.table.ValueDistribution} counts in. */
final class ConstantNumber {

  private static final double MICROSECONDS_OF_DAY = 86_400e6;

  private ConstantNumber() {}

  /**
   * The number.
   *
   * @param column the type of the column that it is compared with
   * @return NaN where there is none
   */
  static double of(Constant constant, PostgresType column) {
    if (constant.text() == null || !"pg_catalog".equals(constant.type().schema())) {
      return Double.NaN;
    }
    try {
      return switch (constant.type().name()) {
        case "int2", "int4", "int8", "float4", "float8", "numeric" ->
            Double.parseDouble(constant.text());
        case "date" -> {
          double days = LocalDate.parse(constant.text()).toEpochDay();
          yield column.is("date") ? days : days * MICROSECONDS_OF_DAY;
        }
        case "timestamp", "timestamptz" -> {
          double time = microseconds(constant.text());
          yield column.is("date") ? time / MICROSECONDS_OF_DAY : time;
        }
        case "time" -> LocalTime.parse(constant.text()).toNanoOfDay() / 1_000.0;
        default -> Double.NaN;
      };
    } catch (DateTimeException | NumberFormatException notSimple) {
      return Double.NaN;
    }
  }

  private static double microseconds(String text) {
    int end = text.endsWith("+00") ? text.length() - "+00".length() : text.length();
    return ChronoUnit.MICROS.between(
        LocalDate.EPOCH.atStartOfDay(),
        LocalDateTime.parse(text.substring(0, end).replace(' ', 'T')));
  }
}
