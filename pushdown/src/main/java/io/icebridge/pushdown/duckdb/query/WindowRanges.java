// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Periods;

/** Offsets of RANGE over dates and times. */
final class WindowRanges {

  private WindowRanges() {}

  /**
   * DuckDB's SQL of an offset.
   *
   * @param key the type of what the window is sorted by
   */
  static String offset(Level level, DuckDbType key, Expression offset) throws NotShippable {
    boolean period =
        offset instanceof Constant constant
            && constant.text() != null
            && constant.type().is("interval");
    String sql = null;
    if (period) {
      String text = ((Constant) offset).text();
      sql =
          switch (key.family()) {
            case DATE, TIMESTAMP -> Periods.forward(text);
            // DuckDB adds days and months in UTC.
            case TIMESTAMPTZ ->
                Periods.isSameIn(text, level.timeZone()) ? Periods.forward(text) : null;
            default -> null;
          };
    }
    if (sql == null) {
      throw new NotShippable(
          "a window's RANGE has an offset other than whole numbers or a constant period");
    }
    return sql;
  }
}
