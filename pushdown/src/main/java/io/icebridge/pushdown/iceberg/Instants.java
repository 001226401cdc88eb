// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.iceberg;

import io.icebridge.bridge.spi.expression.Expression.Constant;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Dates and times as Iceberg counts them: days, or microseconds. */
final class Instants {

  private static final LocalDateTime EPOCH = LocalDate.EPOCH.atStartOfDay();

  private Instants() {}

  /**
   * The number for a constant; null where the column's type does not have it, where it is infinite,
   * or of a year that is not written with four digits.
   */
  static Object of(Type type, Constant constant) {
    try {
      return switch (type.typeId()) {
        case DATE ->
            constant.type().is("date")
                ? (Integer) Math.toIntExact(LocalDate.parse(constant.text()).toEpochDay())
                : null;
        case TIME ->
            constant.type().is("time")
                ? (Long) (LocalTime.parse(constant.text()).toNanoOfDay() / 1_000)
                : null;
        case TIMESTAMP -> timestamp((Types.TimestampType) type, constant);
        default -> null;
      };
    } catch (DateTimeException notSimple) {
      return null;
    }
  }

  /** The value of a timestamp without time zone; null as above. */
  static LocalDateTime withoutZone(Constant constant) {
    try {
      return constant.type().is("timestamp") ? parse(constant.text()) : null;
    } catch (DateTimeException notSimple) {
      return null;
    }
  }

  private static LocalDateTime parse(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T'));
  }

  private static Long timestamp(Types.TimestampType type, Constant constant) {
    String text = constant.text();
    if (!type.shouldAdjustToUTC() && constant.type().is("date")) {
      // Which is the day's first instant.
      text += " 00:00:00";
    } else if (type.shouldAdjustToUTC()) {
      if (!constant.type().is("timestamptz") || !text.endsWith("+00")) {
        return null;
      }
      text = text.substring(0, text.length() - "+00".length());
    } else if (!constant.type().is("timestamp")) {
      return null;
    }
    LocalDateTime time = parse(text);
    return ChronoUnit.MICROS.between(EPOCH, time.atOffset(ZoneOffset.UTC).toLocalDateTime());
  }
}
