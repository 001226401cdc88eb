// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.MetricsModes;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.BinaryUtil;
import org.apache.iceberg.util.UnicodeUtil;

/**
 * Smallest and largest values, as DuckDB's COPY tells them in text, as Iceberg's bounds.
 *
 * <p>A bound that is not known for sure is left out, which costs pruning; a wrong one would cost
 * rows. So there is none for infinite dates and years before Christ.
 */
final class Bound {

  private static final Pattern DATE = Pattern.compile("(\\d{4,})-(\\d\\d)-(\\d\\d)");
  private static final Pattern TIME =
      Pattern.compile("(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?");
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int NANO_DIGITS = 9;
  private static final int MICRO_DIGITS = 6;

  private Bound() {}

  /** A lower bound; null where there is none. */
  static ByteBuffer lower(Type type, String text, MetricsModes.MetricsMode mode) {
    return bound(type, text, length(mode), false);
  }

  /** An upper bound; null where there is none. */
  static ByteBuffer upper(Type type, String text, MetricsModes.MetricsMode mode) {
    return bound(type, text, length(mode), true);
  }

  /** How long a bound may be; 0 where none is wanted. */
  private static int length(MetricsModes.MetricsMode mode) {
    if (mode instanceof MetricsModes.Truncate truncate) {
      return truncate.length();
    }
    return mode == MetricsModes.Full.get() ? Integer.MAX_VALUE : 0;
  }

  private static ByteBuffer bound(Type type, String text, int length, boolean upper) {
    if (text == null || length == 0) {
      return null;
    }
    Object value = value(type, text, upper);
    if (value instanceof String string) {
      value =
          upper
              ? UnicodeUtil.truncateStringMax(string, length)
              : UnicodeUtil.truncateStringMin(string, length);
    } else if (value instanceof ByteBuffer bytes && type.typeId() == Type.TypeID.BINARY) {
      value =
          upper
              ? BinaryUtil.truncateBinaryMax(bytes, length)
              : BinaryUtil.truncateBinaryMin(bytes, length);
    }
    return value == null ? null : Conversions.toByteBuffer(type, value);
  }

  private static Object value(Type type, String text, boolean upper) {
    return switch (type.typeId()) {
      case BOOLEAN -> text.equals("1") || text.equals("true");
      case INTEGER -> Integer.valueOf(text);
      case LONG -> Long.valueOf(text);
      case FLOAT -> zero((float) number(text), upper);
      case DOUBLE -> zero(number(text), upper);
      case DECIMAL -> new BigDecimal(text).setScale(((Types.DecimalType) type).scale());
      case STRING -> text;
      case UUID -> UUID.fromString(text);
      case BINARY, FIXED -> ByteBuffer.wrap(HexFormat.of().parseHex(text));
      case DATE -> date(text);
      case TIME -> time(text, MICRO_DIGITS);
      case TIMESTAMP -> timestamp(text, MICRO_DIGITS);
      case TIMESTAMP_NANO -> timestamp(text, NANO_DIGITS);
      default -> null;
    };
  }

  /** DuckDB's spelling of a float or double. */
  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "-nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  // DuckDB takes the two zeros for equal and tells either; Iceberg orders them. NaN is no bound.
  private static Float zero(float value, boolean upper) {
    return Float.isNaN(value) ? null : value != 0 ? Float.valueOf(value) : upper ? 0.0f : -0.0f;
  }

  private static Double zero(double value, boolean upper) {
    return Double.isNaN(value) ? null : value != 0 ? Double.valueOf(value) : upper ? 0.0 : -0.0;
  }

  private static Integer date(String text) {
    Matcher matcher = DATE.matcher(text);
    return matcher.matches() ? Integer.valueOf((int) days(matcher)) : null;
  }

  private static long days(Matcher date) {
    return LocalDate.of(
            Integer.parseInt(date.group(1)),
            Integer.parseInt(date.group(2)),
            Integer.parseInt(date.group(3)))
        .toEpochDay();
  }

  /** Since midnight, in units of that many digits behind the second. */
  private static Long time(String text, int digits) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long seconds =
        (Long.parseLong(matcher.group(1)) * 60 + Long.parseLong(matcher.group(2))) * 60
            + Long.parseLong(matcher.group(3));
    String fraction = matcher.group(4) == null ? "" : matcher.group(4);
    if (fraction.length() > digits) {
      return null;
    }
    String units = fraction + "0".repeat(digits - fraction.length());
    return Math.addExact(
        Math.multiplyExact(seconds, (long) Math.pow(10, digits)), Long.parseLong(units));
  }

  /** With a zone, which is always +00. */
  private static Long timestamp(String text, int digits) {
    int blank = text.indexOf(' ');
    String clock = text.endsWith("+00") ? text.substring(0, text.length() - 3) : text;
    if (blank < 0) {
      return null;
    }
    Matcher date = DATE.matcher(clock.substring(0, blank));
    Long time = time(clock.substring(blank + 1), digits);
    if (!date.matches() || time == null) {
      return null;
    }
    try {
      long midnight = Math.multiplyExact(days(date) * SECONDS_PER_DAY, (long) Math.pow(10, digits));
      return Math.addExact(midnight, time);
    } catch (ArithmeticException tooFar) {
      return null;
    }
  }
}
