// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;

/** Spells to_char of timestamps, for formats of patterns that DuckDB's strftime has, too. */
final class DateFormats {

  /** PostgreSQL's patterns, the longest first where one begins another; strftime's behind them. */
  private static final String[][] PATTERNS = {
    {"FMMonth", "%B"},
    {"FMMON", null},
    {"FMMM", "%-m"},
    {"FMMI", "%-M"},
    {"FMDDD", "%-j"},
    {"FMDD", "%-d"},
    {"FMDay", "%A"},
    {"FMHH24", "%-H"},
    {"FMHH12", "%-I"},
    {"FMHH", "%-I"},
    {"FMSS", "%-S"},
    {"YYYY", "%Y"},
    {"YY", "%y"},
    {"IYYY", "%G"},
    {"IW", "%V"},
    {"ID", "%u"},
    {"MM", "%m"},
    {"MI", "%M"},
    {"MS", "%g"},
    {"Mon", "%b"},
    {"DDD", "%j"},
    {"DD", "%d"},
    {"Dy", "%a"},
    {"HH24", "%H"},
    {"HH12", "%I"},
    {"HH", "%I"},
    {"SS", "%S"},
    {"US", "%f"},
    {"AM", "%p"},
    {"PM", "%p"},
  };

  private DateFormats() {}

  static Operand toChar(Translator translator, Invocation call) throws NotShippable {
    Operand value = translator.translate(call.arguments().get(0));
    if (!(Translator.withoutRelabels(call.arguments().get(1)) instanceof Constant format)
        || format.isNull()) {
      throw new NotShippable("the format of to_char is no constant");
    }
    String sql = value.sql();
    if (value.type().family() == Family.TIMESTAMPTZ) {
      sql = "timezone(" + TimeZones.ofSession(translator) + ", " + sql + ")";
    }
    String written = strftime(format.text());
    String text = "strftime(" + sql + ", " + DuckDbLiterals.quoted(written) + ")";
    DuckDbType type = DuckDbType.of(Family.VARCHAR);
    boolean hasYear = written.contains("%Y") || written.contains("%y") || written.contains("%G");
    if (!hasYear) {
      return Operand.atom("CASE WHEN isfinite(" + sql + ") THEN " + text + " END", type);
    }
    if (!translator.trapsAllowed()) {
      throw new NotShippable("to_char of years before Christ is not the same in DuckDB");
    }
    return Operand.atom("icebridge.written(" + sql + ", " + text + ")", type);
  }

  /** The format in strftime's patterns. */
  private static String strftime(String format) throws NotShippable {
    StringBuilder written = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      String[] pattern = patternAt(format, at);
      if (pattern != null) {
        written.append(pattern[1]);
        at += pattern[0].length();
      } else if (c < 0x80
          && !CharacterClasses.isLetter(c)
          && !CharacterClasses.isDigit(c)
          && "\"\\%".indexOf(c) < 0) {
        written.append(c);
        at++;
      } else {
        throw new NotShippable("the format " + format + " has patterns that DuckDB has not");
      }
    }
    if (written.length() == 0) {
      throw new NotShippable("the format of to_char is empty");
    }
    return written.toString();
  }

  private static String[] patternAt(String format, int at) {
    for (String[] pattern : PATTERNS) {
      if (format.startsWith(pattern[0], at)) {
        return pattern[1] == null ? null : pattern;
      }
    }
    return null;
  }
}
