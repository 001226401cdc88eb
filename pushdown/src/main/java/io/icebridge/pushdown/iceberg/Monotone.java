// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.iceberg;

import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * A function that never falls while a column grows, compared with a constant: which values the
 * column must have. What depends on the session's time zone, which is not known here, keeps a day
 * more.
 */
final class Monotone {

  /** Where a zone's midnight is at most away from that of UTC. */
  private static final int ZONE_DAYS = 1;

  private static final Map<String, ChronoUnit> UNITS =
      Map.ofEntries(
          Map.entry("second", ChronoUnit.SECONDS),
          Map.entry("minute", ChronoUnit.MINUTES),
          Map.entry("hour", ChronoUnit.HOURS),
          Map.entry("day", ChronoUnit.DAYS),
          Map.entry("week", ChronoUnit.WEEKS),
          Map.entry("month", ChronoUnit.MONTHS),
          Map.entry("year", ChronoUnit.YEARS),
          Map.entry("decade", ChronoUnit.DECADES),
          Map.entry("century", ChronoUnit.CENTURIES),
          Map.entry("millennium", ChronoUnit.MILLENNIA));

  private final Function<io.icebridge.bridge.spi.expression.Expression, FilteredColumn> columns;
  private final String operator;
  private final Constant constant;

  /**
   * @param columns what an expression is, if it is a column; else null
   * @param operator one of the six comparisons, as it is after NOT
   * @param constant not NULL
   */
  Monotone(
      Function<io.icebridge.bridge.spi.expression.Expression, FilteredColumn> columns,
      String operator,
      Constant constant) {
    this.columns = columns;
    this.operator = operator;
    this.constant = constant;
  }

  /** What the comparison says of the column; all values where it says nothing. */
  Expression of(FunctionCall call) {
    if (!"pg_catalog".equals(call.function().schema())) {
      return Expressions.alwaysTrue();
    }
    try {
      return switch (call.arguments().size()) {
        case 1 -> cast(call.function().name(), call.arguments().get(0));
        case 2 ->
            call.arguments().get(0) instanceof Constant unit && unit.text() != null
                ? part(
                    call.function().name(),
                    unit.text().toLowerCase(Locale.ROOT),
                    call.arguments().get(1))
                : Expressions.alwaysTrue();
        default -> Expressions.alwaysTrue();
      };
    } catch (DateTimeException | NumberFormatException notSimple) {
      return Expressions.alwaysTrue();
    }
  }

  private Expression cast(String name, io.icebridge.bridge.spi.expression.Expression argument) {
    FilteredColumn column = columns.apply(argument);
    if (column == null || column.type() == null) {
      return Expressions.alwaysTrue();
    }
    return switch (column.type().typeId()) {
      case INTEGER, LONG -> integer(name, column);
      case TIMESTAMP ->
          name.equals("date") && constant.type().is("date")
              ? days(column)
              : Expressions.alwaysTrue();
      case DATE ->
          name.equals("timestamp") || name.equals("timestamptz")
              ? instants(column, name.equals("timestamptz"))
              : Expressions.alwaysTrue();
      default -> Expressions.alwaysTrue();
    };
  }

  /** A time as a date. */
  private Expression days(FilteredColumn column) {
    LocalDateTime day = LocalDate.parse(constant.text()).atStartOfDay();
    return step(column, new Step(day, day.plusDays(1), true), hasZone(column));
  }

  /** A date as the time at which it begins. */
  private Expression instants(FilteredColumn column, boolean ofZone) {
    LocalDate day = instant().toLocalDate();
    int days = ofZone ? ZONE_DAYS : 0;
    return range(
        column.name(),
        Math.toIntExact(day.minusDays(days).toEpochDay()),
        Math.toIntExact(day.plusDays(days).toEpochDay()));
  }

  /** Integers as wider integers, or as numerics. */
  private Expression integer(String name, FilteredColumn column) {
    boolean wider =
        column.declared().is("int2") && (name.equals("int4") || name.equals("int8"))
            || column.declared().is("int4") && name.equals("int8");
    boolean integer =
        column.declared().is("int2")
            || column.declared().is("int4")
            || column.declared().is("int8");
    if (!wider && !(integer && name.equals("numeric") && constant.type().is("numeric"))) {
      return Expressions.alwaysTrue();
    }
    BigDecimal value = new BigDecimal(constant.text());
    if (value.precision() - value.scale() > 18) {
      return Expressions.alwaysTrue();
    }
    return range(
        column.name(),
        value.setScale(0, RoundingMode.CEILING).longValueExact(),
        value.setScale(0, RoundingMode.FLOOR).longValueExact());
  }

  private Expression part(
      String name, String unit, io.icebridge.bridge.spi.expression.Expression argument) {
    boolean ofZone = false;
    io.icebridge.bridge.spi.expression.Expression inner = argument;
    if (argument instanceof FunctionCall cast
        && "pg_catalog".equals(cast.function().schema())
        && cast.arguments().size() == 1
        && (cast.function().name().equals("timestamptz")
            || cast.function().name().equals("timestamp"))) {
      inner = cast.arguments().get(0);
      ofZone = cast.function().name().equals("timestamptz");
    }
    FilteredColumn column = columns.apply(inner);
    boolean known =
        column != null
            && column.type() != null
            && (column.type().typeId() == Type.TypeID.DATE
                || column.type().typeId() == Type.TypeID.TIMESTAMP && inner == argument);
    if (!known) {
      return Expressions.alwaysTrue();
    }
    ofZone |= hasZone(column);
    if (name.equals("date_trunc")) {
      return truncated(unit, column, ofZone);
    }
    return unit.equals("year") && (name.equals("extract") || name.equals("date_part"))
        ? year(column, ofZone)
        : Expressions.alwaysTrue();
  }

  private static boolean hasZone(FilteredColumn column) {
    return column.declared().is("timestamptz")
        || column.type() instanceof Types.TimestampType type && type.shouldAdjustToUTC();
  }

  /** A time cut off to a unit. */
  private Expression truncated(String unit, FilteredColumn column, boolean ofZone) {
    LocalDateTime time = instant();
    if (unit.equals("quarter")) {
      return step(column, new Step(time, time.plusMonths(3), false), ofZone);
    }
    ChronoUnit known = UNITS.get(unit);
    return known == null
        ? Expressions.alwaysTrue()
        : step(column, new Step(time, time.plus(1, known), !ofZone && begins(time, known)), ofZone);
  }

  /** Whether a unit surely begins at a time, both without a zone. */
  private static boolean begins(LocalDateTime time, ChronoUnit unit) {
    return switch (unit) {
      case SECONDS, MINUTES, HOURS, DAYS -> time.truncatedTo(unit).equals(time);
      case MONTHS -> time.equals(time.toLocalDate().withDayOfMonth(1).atStartOfDay());
      case YEARS -> time.equals(time.toLocalDate().withDayOfYear(1).atStartOfDay());
      default -> false;
    };
  }

  private Expression year(FilteredColumn column, boolean ofZone) {
    BigDecimal value = new BigDecimal(constant.text());
    if (value.compareTo(BigDecimal.ONE) < 0 || value.compareTo(BigDecimal.valueOf(9_998)) > 0) {
      return Expressions.alwaysTrue();
    }
    LocalDateTime year =
        LocalDate.of(value.setScale(0, RoundingMode.FLOOR).intValueExact(), 1, 1).atStartOfDay();
    boolean whole = value.stripTrailingZeros().scale() <= 0;
    return step(column, new Step(year, year.plusYears(1), whole), ofZone);
  }

  /** The constant without its zone, which is UTC. */
  private LocalDateTime instant() {
    String text = constant.text().replace(' ', 'T');
    if (constant.type().is("date")) {
      return LocalDate.parse(text).atTime(LocalTime.MIDNIGHT);
    }
    if (constant.type().is("timestamptz") && text.endsWith("+00")) {
      text = text.substring(0, text.length() - "+00".length());
    }
    return LocalDateTime.parse(text);
  }

  /**
   * Times that a function makes one and the same of, and which the constant is or lies between.
   *
   * @param next the time after the last of them
   * @param exact whether the constant is what the function makes of them
   */
  private record Step(LocalDateTime first, LocalDateTime next, boolean exact) {}

  /** The comparison of the column itself. */
  private Expression step(FilteredColumn column, Step step, boolean ofZone) {
    return switch (operator) {
      case "=" ->
          Expressions.and(from(column, step.first, ofZone), before(column, step.next, ofZone));
      case "<" -> before(column, step.exact ? step.first : step.next, ofZone);
      case "<=" -> before(column, step.next, ofZone);
      case ">" -> from(column, step.exact ? step.next : step.first, ofZone);
      case ">=" -> from(column, step.first, ofZone);
      default -> Expressions.alwaysTrue();
    };
  }

  private static Expression from(FilteredColumn column, LocalDateTime time, boolean ofZone) {
    LocalDateTime first = ofZone ? time.minusDays(ZONE_DAYS) : time;
    return column.type().typeId() == Type.TypeID.DATE
        ? Expressions.greaterThanOrEqual(column.name(), day(first))
        : Expressions.greaterThanOrEqual(column.name(), microseconds(first));
  }

  private static Expression before(FilteredColumn column, LocalDateTime time, boolean ofZone) {
    LocalDateTime next = ofZone ? time.plusDays(ZONE_DAYS) : time;
    if (column.type().typeId() != Type.TypeID.DATE) {
      return Expressions.lessThan(column.name(), microseconds(next));
    }
    return next.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? Expressions.lessThan(column.name(), day(next))
        : Expressions.lessThanOrEqual(column.name(), day(next));
  }

  private static Integer day(LocalDateTime time) {
    return Math.toIntExact(time.toLocalDate().toEpochDay());
  }

  private static Long microseconds(LocalDateTime time) {
    return ChronoUnit.MICROS.between(LocalDate.EPOCH.atStartOfDay(), time);
  }

  private <T> Expression range(String column, T least, T greatest) {
    return switch (operator) {
      case "=" ->
          Expressions.and(
              Expressions.greaterThanOrEqual(column, least),
              Expressions.lessThanOrEqual(column, greatest));
      case "<", "<=" -> Expressions.lessThanOrEqual(column, greatest);
      case ">", ">=" -> Expressions.greaterThanOrEqual(column, least);
      default -> Expressions.alwaysTrue();
    };
  }
}
