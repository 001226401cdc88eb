// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.List;
import java.util.Locale;

/** Spells extract, date_part and date_trunc, whose first argument says what to compute. */
final class DateParts {

  private static final List<String> BELOW_DAY =
      List.of("hour", "minute", "second", "milliseconds", "microseconds");

  private DateParts() {}

  /** A numeric with as many decimal places as PostgreSQL gives the part. */
  static Operand extract(Translator translator, Invocation call) throws NotShippable {
    String part = unit(call, 0);
    Operand value = local(translator, call.arguments().get(1), part.equals("epoch"));
    Family family = value.type().family();
    requirePart(part, family, call);
    String sql = value.sql();
    if (family == Family.INTERVAL || family == Family.TIME) {
      return decimal(part, family, sql);
    }
    if (!isEndless(part)) {
      return decimal(part, family, sql);
    }
    // Infinity is no DECIMAL.
    Conditions.requireTraps(call, translator.trapsAllowed());
    return decimal(part, family, "icebridge.finite_moment(" + sql + ")");
  }

  private static Operand decimal(String part, Family family, String sql) {
    return switch (part) {
      case "second" -> scaled("datepart('microsecond', " + sql + ")", 8, 6);
      case "milliseconds" -> scaled("datepart('microsecond', " + sql + ")", 8, 3);
      case "epoch" -> epoch(family, sql);
      case "microseconds" -> whole(field(part, family, sql), 10);
      default -> whole(field(part, family, sql), family == Family.INTERVAL ? 19 : 7);
    };
  }

  private static Operand epoch(Family family, String sql) {
    return switch (family) {
      case DATE -> whole("86400 * CAST(" + sql + " - DATE '1970-01-01' AS BIGINT)", 15);
      case INTERVAL -> {
        String days =
            "CAST(datepart('year', %1$s) AS BIGINT) * 31557600"
                + " + CAST(datepart('month', %1$s) AS BIGINT) * 2592000"
                + " + CAST(datepart('day', %1$s) AS BIGINT) * 86400";
        String seconds =
            "CAST(%s AS DECIMAL(18,0)) + CAST(icebridge.microseconds_of(%s) AS DECIMAL(19,0))"
                + " * 0.000001";
        yield Operand.atom(
            "CAST(" + seconds.formatted(days.formatted(sql), sql) + " AS DECIMAL(24,6))",
            DuckDbType.decimal(24, 6));
      }
      default -> scaled("epoch_us(" + sql + ")", 19, 6);
    };
  }

  private static Operand whole(String sql, int digits) {
    DuckDbType type = DuckDbType.decimal(digits, 0);
    String cast = "CAST(" + sql + " AS " + type.sql() + ")";
    // DuckDB does not find a group's key again inside of something else where it holds a macro.
    String key = sql.contains("icebridge.") ? null : "(" + sql + ")";
    return new Operand(cast, Operand.Binding.ATOM, type, null, key);
  }

  /** Microseconds as seconds or milliseconds. */
  private static Operand scaled(String sql, int digits, int scale) {
    DuckDbType type = DuckDbType.decimal(scale == 6 && digits > 8 ? digits + 1 : digits, scale);
    String unit = scale == 6 ? "0.000001" : "0.001";
    return Operand.atom(
        "CAST(CAST(" + sql + " AS DECIMAL(" + digits + ",0)) * " + unit + " AS " + type.sql() + ")",
        type);
  }

  private static String field(String part, Family family, String sql) {
    String field = "datepart('" + part + "', " + sql + ")";
    boolean hasEras = part.equals("year") || part.equals("isoyear");
    return hasEras && family != Family.INTERVAL ? "icebridge.before_christ(" + field + ")" : field;
  }

  /** A double precision, computed as PostgreSQL does. */
  static Operand datePart(Translator translator, Invocation call) throws NotShippable {
    String part = unit(call, 0);
    Operand value = local(translator, call.arguments().get(1), part.equals("epoch"));
    Family family = value.type().family();
    requirePart(part, family, call);
    String sql = value.sql();
    DuckDbType type = DuckDbType.of(Family.DOUBLE);
    String number =
        switch (part) {
          case "second" -> "CAST(datepart('microsecond', " + sql + ") AS DOUBLE) / 1000000";
          case "milliseconds" -> "CAST(datepart('microsecond', " + sql + ") AS DOUBLE) / 1000";
          case "epoch" ->
              family == Family.INTERVAL
                  ? "epoch(" + sql + ")"
                  : "CAST(epoch_us(" + sql + ") AS DOUBLE) / 1000000";
          default -> "CAST(" + field(part, family, sql) + " AS DOUBLE)";
        };
    boolean isDated = family != Family.INTERVAL && family != Family.TIME;
    return Operand.atom(
        isDated && isEndless(part)
            ? "icebridge.endless(" + sql + ", " + number + ")"
            : "(" + number + ")",
        type);
  }

  static Operand truncate(Translator translator, Invocation call) throws NotShippable {
    String unit = unit(call, 0);
    boolean known =
        BELOW_DAY.contains(unit)
            || List.of("day", "week", "month", "quarter", "year").contains(unit);
    Operand value = translator.translate(call.arguments().get(1));
    Family family = value.type().family();
    if (!known || family == Family.INTERVAL && unit.equals("week")) {
      throw new NotShippable("date_trunc to " + unit + " is not the same in DuckDB");
    }
    String quoted = "'" + unit + "'";
    boolean mayLeaveRange = !BELOW_DAY.contains(unit) && !unit.equals("day");
    if (family != Family.TIMESTAMPTZ) {
      String truncated = "date_trunc(" + quoted + ", " + value.sql() + ")";
      return Operand.atom(
          mayLeaveRange && family == Family.TIMESTAMP
              ? "icebridge.timestamp_in_range(" + truncated + ")"
              : truncated,
          value.type());
    }
    String zone =
        call.arguments().size() == 3
            ? TimeZones.constant(translator, call.arguments().get(2))
            : TimeZones.ofSession(translator);
    if (BELOW_DAY.contains(unit)) {
      return Operand.atom(
          "icebridge.trunc_below_day(%s, %s, %s)".formatted(quoted, value.sql(), zone),
          value.type());
    }
    String truncated =
        "timezone(%2$s, date_trunc(%1$s, timezone(%2$s, %3$s)))"
            .formatted(quoted, zone, value.sql());
    return Operand.atom("icebridge.zoned_in_range(" + truncated + ")", value.type());
  }

  /** Bins of a constant width without months. */
  static Operand bin(Translator translator, Invocation call) throws NotShippable {
    boolean fixed =
        call.arguments().get(0) instanceof Constant width
            && !width.isNull()
            && IntervalText.read(width.text()) != null
            && IntervalText.read(width.text()).isPositiveWithoutMonths();
    if (!fixed) {
      throw new NotShippable("the width of bins must be a constant without months for DuckDB");
    }
    Operand width = translator.translate(call.arguments().get(0));
    Operand value = translator.translate(call.arguments().get(1));
    Operand origin = translator.translate(call.arguments().get(2));
    String bucket = "time_bucket(%s, %s, %s)";
    if (value.type().family() == Family.TIMESTAMPTZ) {
      bucket = "timezone('UTC', time_bucket(%s, timezone('UTC', %s), timezone('UTC', %s)))";
    }
    String sql = bucket.formatted(width.sql(), value.sql(), origin.sql());
    boolean isFinite =
        call.arguments().get(2) instanceof Constant from
            && !from.isNull()
            && !from.text().endsWith("infinity");
    return Operand.atom(
        isFinite
            ? "CASE WHEN isfinite(%1$s) THEN %2$s ELSE %1$s END".formatted(value.sql(), sql)
            : ("CASE WHEN isfinite(%1$s) AND isfinite(%3$s) THEN %2$s"
                    + " WHEN isinf(%1$s) AND %3$s IS NOT NULL THEN %1$s"
                    + " WHEN %1$s IS NOT NULL AND %3$s IS NOT NULL"
                    + " THEN error('icebridge: inexact origin of bins') END")
                .formatted(value.sql(), sql, origin.sql()),
        value.type());
  }

  /** The value without its time zone; what is counted from 1970 does not need that. */
  private static Operand local(Translator translator, Expression argument, boolean absolute)
      throws NotShippable {
    Operand value = translator.translate(argument);
    if (value.type().family() != Family.TIMESTAMPTZ) {
      return value;
    }
    String zone = absolute ? "'UTC'" : TimeZones.ofSession(translator);
    return Operand.atom(
        "timezone(" + zone + ", " + value.sql() + ")", DuckDbType.of(Family.TIMESTAMP));
  }

  /** Whether a part of an infinite date is infinite, too, instead of unknown. */
  private static boolean isEndless(String part) {
    return List.of("year", "isoyear", "century", "millennium", "epoch").contains(part);
  }

  private static void requirePart(String part, Family family, Invocation call) throws NotShippable {
    List<String> parts =
        switch (family) {
          case DATE ->
              List.of(
                  "year",
                  "month",
                  "day",
                  "quarter",
                  "week",
                  "isoyear",
                  "dow",
                  "isodow",
                  "doy",
                  "century",
                  "millennium",
                  "epoch");
          case TIMESTAMP ->
              List.of(
                  "year",
                  "month",
                  "day",
                  "quarter",
                  "week",
                  "isoyear",
                  "dow",
                  "isodow",
                  "doy",
                  "century",
                  "millennium",
                  "epoch",
                  "hour",
                  "minute",
                  "second",
                  "milliseconds",
                  "microseconds");
          case TIME -> List.of("hour", "minute", "second", "milliseconds", "microseconds", "epoch");
          case INTERVAL ->
              List.of(
                  "century",
                  "millennium",
                  "decade",
                  "year",
                  "month",
                  "day",
                  "quarter",
                  "hour",
                  "minute",
                  "second",
                  "milliseconds",
                  "microseconds",
                  "epoch");
          default -> List.of();
        };
    if (!parts.contains(part)) {
      throw new NotShippable(
          part + " of " + call.described() + " is not known to be the same in DuckDB");
    }
  }

  /** The unit a constant names, in PostgreSQL's plainest word for it. */
  private static String unit(Invocation call, int index) throws NotShippable {
    if (!(Translator.withoutRelabels(call.arguments().get(index)) instanceof Constant constant)
        || constant.isNull()) {
      throw new NotShippable("the unit of " + call.described() + " is no constant");
    }
    String unit = constant.text().toLowerCase(Locale.ROOT);
    return switch (unit) {
      case "years" -> "year";
      case "months" -> "month";
      case "days" -> "day";
      case "weeks" -> "week";
      case "hours" -> "hour";
      case "minutes" -> "minute";
      case "seconds" -> "second";
      case "millisecond" -> "milliseconds";
      case "microsecond" -> "microseconds";
      default -> unit;
    };
  }
}
