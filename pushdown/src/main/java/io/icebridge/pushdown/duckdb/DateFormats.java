// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Spells to_char of timestamps, for formats of patterns that DuckDB's strftime has, too. */
final class DateFormats {

  /**
   * PostgreSQL's patterns, the longest first, since one may begin another; behind them strftime's,
   * or DuckDB's SQL with {0} for the value. Null for those that DuckDB has not.
   */
  private static final String[][] PATTERNS = {
    {"FMMONTH", "upper(strftime({0}, '%B'))"},
    {"FMMonth", "%B"},
    {"FMmonth", "lower(strftime({0}, '%B'))"},
    {"FMHH12", "%-I"},
    {"FMHH24", "%-H"},
    {"FMDAY", "upper(strftime({0}, '%A'))"},
    {"FMDDD", "%-j"},
    {"FMDay", "%A"},
    {"FMMON", null},
    {"FMday", "lower(strftime({0}, '%A'))"},
    {"FMDD", "%-d"},
    {"FMDY", null},
    {"FMHH", "%-I"},
    {"FMMI", "%-M"},
    {"FMMM", "%-m"},
    {"FMSS", "%-S"},
    {"FMD", null},
    {"FM", null},
    {"MONTH", "rpad(upper(strftime({0}, '%B')), 9, ' ')"},
    {"Month", "rpad(strftime({0}, '%B'), 9, ' ')"},
    {"SSSSS", null},
    {"month", "rpad(lower(strftime({0}, '%B')), 9, ' ')"},
    {"HH12", "%I"},
    {"HH24", "%H"},
    {"IYYY", "%G"},
    {"SSSS", null},
    {"YYYY", "%Y"},
    {"DAY", "rpad(upper(strftime({0}, '%A')), 9, ' ')"},
    {"DDD", "%j"},
    {"Day", "rpad(strftime({0}, '%A'), 9, ' ')"},
    {"MON", "upper(strftime({0}, '%b'))"},
    {"Mon", "%b"},
    {"day", "rpad(lower(strftime({0}, '%A')), 9, ' ')"},
    {"mon", "lower(strftime({0}, '%b'))"},
    {"AM", "%p"},
    {"DD", "%d"},
    {"DY", "upper(strftime({0}, '%a'))"},
    {"Dy", "%a"},
    {"HH", "%I"},
    {"ID", "%u"},
    {"IW", "%V"},
    {"MI", "%M"},
    {"MM", "%m"},
    {"MS", "%g"},
    {"PM", "%p"},
    {"SS", "%S"},
    {"US", "%f"},
    {"WW", "lpad(CAST((dayofyear({0}) - 1) // 7 + 1 AS VARCHAR), 2, '0')"},
    {"YY", "%y"},
    {"dy", "lower(strftime({0}, '%a'))"},
    {"Q", "CAST(quarter({0}) AS VARCHAR)"},
    {"W", "CAST((day({0}) - 1) // 7 + 1 AS VARCHAR)"},
    {"D", "CAST(dayofweek({0}) + 1 AS VARCHAR)"},
  };

  /** Patterns of numbers, which may be written in small letters. */
  private static final List<String> CASELESS =
      List.of(
          "YYYY", "YY", "IYYY", "IW", "ID", "Q", "MM", "MI", "MS", "DDD", "DD", "D", "HH24", "HH12",
          "HH", "SSSSS", "SSSS", "SS", "US", "WW", "W");

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
    Written written = write(format.text(), sql);
    DuckDbType type = DuckDbType.of(Family.VARCHAR);
    if (!written.hasYear()) {
      return Operand.atom("CASE WHEN isfinite(" + sql + ") THEN " + written.sql() + " END", type);
    }
    if (!translator.trapsAllowed()) {
      throw new NotShippable("to_char of years before Christ is not the same in DuckDB");
    }
    return Operand.atom("icebridge.written(" + sql + ", " + written.sql() + ")", type);
  }

  /** What makes the text, and whether it holds a year. */
  private record Written(String sql, boolean hasYear) {}

  /** Parts of a format, one after the other. */
  private static final class Parts {

    private final String value;
    private final StringBuilder patterns = new StringBuilder();
    private final List<String> done = new ArrayList<>();

    Parts(String value) {
      this.value = value;
    }

    void pattern(String pattern) {
      patterns.append(pattern);
    }

    void sql(String template) {
      finish();
      done.add(template.replace("{0}", value));
    }

    /** The patterns so far become one call. */
    private void finish() {
      if (patterns.length() > 0) {
        done.add("strftime(" + value + ", " + DuckDbLiterals.quoted(patterns.toString()) + ")");
        patterns.setLength(0);
      }
    }

    String joined() {
      finish();
      return done.size() == 1 ? done.get(0) : "(" + String.join(" || ", done) + ")";
    }
  }

  private static Written write(String format, String value) throws NotShippable {
    Parts parts = new Parts(value);
    boolean hasYear = false;
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      String[] pattern = patternAt(format, at);
      int quote = c == '"' ? format.indexOf('"', at + 1) : -1;
      if (pattern != null) {
        if (pattern[1].startsWith("%")) {
          parts.pattern(pattern[1]);
        } else {
          parts.sql(pattern[1]);
        }
        hasYear |= pattern[0].contains("YY");
        at += pattern[0].length();
      } else if (quote > at) {
        literal(format.substring(at + 1, quote), parts);
        at = quote + 1;
      } else if (c < 0x80
          && !CharacterClasses.isLetter(c)
          && !CharacterClasses.isDigit(c)
          && "\"\\%".indexOf(c) < 0) {
        parts.pattern(String.valueOf(c));
        at++;
      } else {
        throw new NotShippable("the format " + format + " has patterns that DuckDB has not");
      }
    }
    if (format.isEmpty()) {
      throw new NotShippable("the format of to_char is empty");
    }
    return new Written(parts.joined(), hasYear);
  }

  private static void literal(String text, Parts parts) throws NotShippable {
    if (text.isEmpty() || text.indexOf('\\') >= 0) {
      throw new NotShippable("the format of to_char quotes " + text);
    }
    parts.pattern(text.replace("%", "%%"));
  }

  private static String[] patternAt(String format, int at) {
    for (String[] pattern : PATTERNS) {
      boolean found =
          format.startsWith(pattern[0], at)
              || CASELESS.contains(pattern[0])
                  && format.startsWith(pattern[0].toLowerCase(Locale.ROOT), at);
      if (found) {
        return pattern[1] == null ? null : pattern;
      }
    }
    return null;
  }
}
