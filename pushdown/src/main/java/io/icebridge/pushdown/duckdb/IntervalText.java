// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * An interval read from PostgreSQL's text of it in its own style, e.g. {@code 1 year 2 mons -3 days
 * +04:05:06.789}.
 */
record IntervalText(long months, long days, long microseconds) {

  private static final int MICROSECOND_DIGITS = 6;

  /** Reads an interval; null where it is infinite. */
  static IntervalText read(String text) {
    if (text.endsWith("infinity")) {
      return null;
    }
    long months = 0;
    long days = 0;
    long microseconds = 0;
    String[] words = text.split(" ");
    for (int i = 0; i < words.length; i++) {
      if (words[i].indexOf(':') >= 0) {
        microseconds = microseconds(words[i]);
        continue;
      }
      if (i + 1 == words.length) {
        throw new IllegalArgumentException("interval " + text);
      }
      long number = Long.parseLong(words[i]);
      i++;
      switch (words[i]) {
        case "year", "years" -> months += 12 * number;
        case "mon", "mons" -> months += number;
        case "day", "days" -> days = number;
        default -> throw new IllegalArgumentException("interval " + text);
      }
    }
    return new IntervalText(months, days, microseconds);
  }

  private static long microseconds(String clock) {
    boolean negative = clock.startsWith("-");
    String[] parts = clock.substring(negative || clock.startsWith("+") ? 1 : 0).split(":");
    int point = parts[2].indexOf('.');
    String seconds = point < 0 ? parts[2] : parts[2].substring(0, point);
    StringBuilder fraction = new StringBuilder(point < 0 ? "" : parts[2].substring(point + 1));
    while (fraction.length() < MICROSECOND_DIGITS) {
      fraction.append('0');
    }
    long whole =
        (Long.parseLong(parts[0]) * 60 + Long.parseLong(parts[1])) * 60 + Long.parseLong(seconds);
    long total = whole * 1_000_000 + Long.parseLong(fraction.toString());
    return negative ? -total : total;
  }

  boolean isPositiveWithoutMonths() {
    return months == 0 && days >= 0 && microseconds >= 0 && days + microseconds > 0;
  }

  /** DuckDB's literal of it. */
  String literal() {
    return "'" + months + " months " + days + " days " + microseconds + " microseconds'::INTERVAL";
  }
}
