// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.pushdown.duckdb.AggregateInvocation;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.Keys;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.duckdb.Translator;
import io.icebridge.pushdown.query.SortKey;
import io.icebridge.pushdown.query.Target;
import io.icebridge.pushdown.query.WindowCall;
import io.icebridge.pushdown.query.WindowDefinition;

/** Spells calls over windows. */
final class WindowWriter {

  // PostgreSQL's bits of frame options, of all its supported versions.
  private static final int NONDEFAULT = 0x1;
  private static final int RANGE = 0x2;
  private static final int ROWS = 0x4;
  private static final int START_UNBOUNDED_PRECEDING = 0x20;
  private static final int END_UNBOUNDED_FOLLOWING = 0x100;
  private static final int START_CURRENT_ROW = 0x200;
  private static final int END_CURRENT_ROW = 0x400;
  private static final int START_OFFSET_PRECEDING = 0x800;
  private static final int END_OFFSET_PRECEDING = 0x1000;
  private static final int START_OFFSET_FOLLOWING = 0x2000;
  private static final int END_OFFSET_FOLLOWING = 0x4000;
  private static final int EXCLUDE_CURRENT_ROW = 0x8000;
  private static final int EXCLUDE_GROUP = 0x10000;
  private static final int EXCLUDE_TIES = 0x20000;

  private WindowWriter() {}

  static Operand spell(Level level, WindowCall call) throws NotShippable {
    WindowDefinition window = definition(level, call.window());
    Translator translator = level.windowTranslator();
    String tail = AggregateWriter.filter(translator, call.filter());
    AggregateInvocation spelled =
        new AggregateInvocation(
            call.function().schema(),
            call.function().name(),
            call.function().arguments(),
            call.arguments(),
            false,
            "",
            false,
            (tail + " OVER (" + over(level, window) + ")").strip(),
            call.type(),
            call.collation());
    return call.aggregate() ? translator.aggregate(spelled) : translator.window(spelled);
  }

  private static WindowDefinition definition(Level level, int number) throws NotShippable {
    for (WindowDefinition window : level.block().windows()) {
      if (window.number() == number) {
        return window;
      }
    }
    throw new NotShippable("a window is not defined");
  }

  private static String over(Level level, WindowDefinition window) throws NotShippable {
    StringBuilder sql = new StringBuilder();
    for (SortKey key : window.partition()) {
      Target target = level.block().target(key.reference());
      Operand value = level.ofResult(target.expression());
      sql.append(sql.length() == 0 ? "PARTITION BY " : ", ");
      sql.append(Keys.equal(value, key.equality(), target.collation()).asKey());
    }
    String separator = sql.length() == 0 ? "ORDER BY " : " ORDER BY ";
    for (SortKey key : window.order()) {
      Target target = level.block().target(key.reference());
      Operand value = level.ofResult(target.expression());
      sql.append(separator);
      sql.append(Keys.ordered(value, key.order(), target.collation()).atom());
      sql.append(AggregateWriter.direction(key));
      separator = ", ";
    }
    if ((window.frame() & NONDEFAULT) != 0) {
      sql.append(sql.length() == 0 ? "" : " ").append(frame(level, window));
    }
    return sql.toString();
  }

  private static String frame(Level level, WindowDefinition window) throws NotShippable {
    int options = window.frame();
    boolean range = (options & RANGE) != 0;
    String mode = range ? "RANGE" : (options & ROWS) != 0 ? "ROWS" : "GROUPS";
    String start =
        bound(
            options,
            START_UNBOUNDED_PRECEDING,
            "UNBOUNDED PRECEDING",
            START_CURRENT_ROW,
            START_OFFSET_PRECEDING,
            START_OFFSET_FOLLOWING,
            offset(level, window, window.startOffset(), range));
    String end =
        bound(
            options,
            END_UNBOUNDED_FOLLOWING,
            "UNBOUNDED FOLLOWING",
            END_CURRENT_ROW,
            END_OFFSET_PRECEDING,
            END_OFFSET_FOLLOWING,
            offset(level, window, window.endOffset(), range));
    String exclude =
        (options & EXCLUDE_CURRENT_ROW) != 0
            ? " EXCLUDE CURRENT ROW"
            : (options & EXCLUDE_GROUP) != 0
                ? " EXCLUDE GROUP"
                : (options & EXCLUDE_TIES) != 0 ? " EXCLUDE TIES" : "";
    return mode + " BETWEEN " + start + " AND " + end + exclude;
  }

  private static String bound(
      int options,
      int unbounded,
      String unboundedText,
      int currentRow,
      int preceding,
      int following,
      String offset)
      throws NotShippable {
    if ((options & unbounded) != 0) {
      return unboundedText;
    }
    if ((options & currentRow) != 0) {
      return "CURRENT ROW";
    }
    if (offset != null && (options & preceding) != 0) {
      return offset + " PRECEDING";
    }
    if (offset != null && (options & following) != 0) {
      return offset + " FOLLOWING";
    }
    throw new NotShippable("a window has a frame of a kind that is not known");
  }

  /** An offset; DuckDB and PostgreSQL refuse different ones, so it must be plainly right. */
  private static String offset(
      Level level, WindowDefinition window, Expression offset, boolean range) throws NotShippable {
    if (offset == null) {
      return null;
    }
    if (range && !hasWholeNumbers(level, window)) {
      return WindowRanges.offset(level, key(level, window), offset);
    }
    if (offset instanceof Parameter parameter) {
      return level.windowTranslator().translate(parameter).atom();
    }
    boolean natural =
        offset instanceof Constant constant
            && constant.text() != null
            && constant.type().name().startsWith("int")
            && !constant.text().startsWith("-");
    if (!natural) {
      throw new NotShippable("a window's frame has an offset that is no constant");
    }
    return ((Constant) offset).text();
  }

  private static boolean hasWholeNumbers(Level level, WindowDefinition window) throws NotShippable {
    return key(level, window).family().isInteger();
  }

  /** The type of the only key of a window. */
  private static DuckDbType key(Level level, WindowDefinition window) throws NotShippable {
    if (window.order().size() != 1) {
      throw new NotShippable("a window's RANGE has an offset, but not one key");
    }
    Target target = level.block().target(window.order().get(0).reference());
    return level.ofResult(target.expression()).type();
  }
}
