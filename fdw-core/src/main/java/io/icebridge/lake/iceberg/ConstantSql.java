// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.Sql;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Values as Iceberg keeps them in memory, as text that DuckDB casts to their type. */
final class ConstantSql {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS");

  private ConstantSql() {}

  /**
   * A text literal, or NULL.
   *
   * @param value of a primitive type, in Iceberg's internal form; may be null
   */
  static String literal(Type type, Object value) {
    return value == null ? "NULL" : Sql.literal(text(type, value));
  }

  /**
   * The text.
   *
   * @param value of a primitive type, in Iceberg's internal form
   */
  static String text(Type type, Object value) {
    return switch (type.typeId()) {
      case DATE -> date(((Number) value).intValue());
      case TIME -> time(((Number) value).longValue());
      case TIMESTAMP ->
          timestamp(
              ((Number) value).longValue(),
              ChronoUnit.MICROS,
              ((Types.TimestampType) type).shouldAdjustToUTC());
      case TIMESTAMP_NANO ->
          timestamp(
              ((Number) value).longValue(),
              ChronoUnit.NANOS,
              ((Types.TimestampNanoType) type).shouldAdjustToUTC());
      case FIXED, BINARY -> bytes((ByteBuffer) value);
      default -> value.toString();
    };
  }

  /** PostgreSQL and DuckDB have 24:00:00, too. */
  private static String time(long micros) {
    long seconds = micros / 1_000_000;
    return String.format(
        "%02d:%02d:%02d.%06d",
        seconds / 3_600, seconds / 60 % 60, seconds % 60, micros % 1_000_000);
  }

  private static String date(int days) {
    if (days == Integer.MAX_VALUE) {
      return "infinity";
    }
    return days == -Integer.MAX_VALUE ? "-infinity" : day(LocalDate.ofEpochDay(days));
  }

  /** DuckDB wants no sign before a large year, and knows no year 0. */
  private static String day(LocalDate date) {
    boolean beforeChrist = date.getYear() <= 0;
    String text =
        String.format(
            "%04d-%02d-%02d",
            beforeChrist ? 1 - date.getYear() : date.getYear(),
            date.getMonthValue(),
            date.getDayOfMonth());
    return beforeChrist ? text + " (BC)" : text;
  }

  private static String timestamp(long value, ChronoUnit unit, boolean zone) {
    if (value == Long.MAX_VALUE) {
      return "infinity";
    }
    if (value == -Long.MAX_VALUE) {
      return "-infinity";
    }
    var instant = Instant.EPOCH.plus(value, unit).atOffset(ZoneOffset.UTC);
    return day(instant.toLocalDate())
        + " "
        + TIME.format(instant)
            .substring(0, unit == ChronoUnit.MICROS ? "HH:mm:ss.SSSSSS".length() : 18)
        + (zone ? "+00" : "");
  }

  private static String bytes(ByteBuffer value) {
    StringBuilder text = new StringBuilder();
    for (int i = value.position(); i < value.limit(); i++) {
      text.append(String.format("\\x%02X", value.get(i) & 0xff));
    }
    return text.toString();
  }
}
