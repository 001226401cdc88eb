// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.Locale;

/**
 * Spells {@code to_date} and {@code to_timestamp} of texts that have all the digits of their
 * format; what PostgreSQL makes of others is its own.
 */
final class DateTexts {

  /** PostgreSQL's patterns, what they match, and those of strptime. */
  private static final String[][] PATTERNS = {
    {"YYYY", "[1-9][0-9]{3}", "%Y"},
    {"HH24", "([01][0-9]|2[0-3])", "%H"},
    {"MM", "(0[1-9]|1[0-2])", "%m"},
    {"DD", "(0[1-9]|[12][0-9]|3[01])", "%d"},
    {"MI", "[0-5][0-9]", "%M"},
    {"SS", "[0-5][0-9]", "%S"},
  };

  private static final String SEPARATORS = " -/:.,_;";

  private DateTexts() {}

  static Operand read(Translator translator, Invocation call) throws NotShippable {
    if (!(Translator.withoutRelabels(call.arguments().get(1)) instanceof Constant format)
        || format.isNull()) {
      throw new NotShippable("the format of " + call.described() + " is no constant");
    }
    String text = translator.translate(call.arguments().get(0)).sql();
    StringBuilder expression = new StringBuilder();
    StringBuilder written = new StringBuilder();
    String rest = format.text().toUpperCase(Locale.ROOT);
    while (!rest.isEmpty()) {
      rest = next(rest, expression, written);
    }
    for (String needed : new String[] {"%Y", "%m", "%d"}) {
      if (written.indexOf(needed) < 0) {
        throw new NotShippable("the format " + format.text() + " leaves out a part of the date");
      }
    }
    boolean date = call.entry().name().equals("to_date");
    String moment =
        "strptime(icebridge.readable(%s, '%s', '%s'), '%s')"
            .formatted(text, expression, date ? "date" : "timestamp", written);
    return date
        ? Operand.atom("CAST(" + moment + " AS DATE)", DuckDbType.of(Family.DATE))
        : Operand.atom(
            "timezone(" + TimeZones.ofSession(translator) + ", " + moment + ")",
            DuckDbType.of(Family.TIMESTAMPTZ));
  }

  /** Adds the first pattern or separator of a format, and gives what is behind it. */
  private static String next(String format, StringBuilder expression, StringBuilder written)
      throws NotShippable {
    for (String[] pattern : PATTERNS) {
      if (format.startsWith(pattern[0]) && written.indexOf(pattern[2]) < 0) {
        expression.append(pattern[1]);
        written.append(pattern[2]);
        return format.substring(pattern[0].length());
      }
    }
    if (SEPARATORS.indexOf(format.charAt(0)) < 0) {
      throw new NotShippable("the format has " + format + ", which DuckDB has not");
    }
    expression.append('[').append(format.charAt(0)).append(']');
    written.append(format.charAt(0));
    return format.substring(1);
  }
}
