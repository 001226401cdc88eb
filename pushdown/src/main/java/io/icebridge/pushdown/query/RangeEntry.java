// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Function;
import java.util.List;

/** Something that has rows and stands in a query's range table. */
public sealed interface RangeEntry {

  /** A relation; {@code kind} is what the native part says of it, {@code lake} for our tables. */
  record Relation(long oid, String kind, String name, String reason, List<ColumnDefinition> columns)
      implements RangeEntry {

    /** The column of a number, also that of a table's row numbers; null where there is none. */
    public ColumnDefinition column(int number) {
      if (number == ColumnDefinition.ROW_NUMBER) {
        return ColumnDefinition.rowNumber();
      }
      for (ColumnDefinition column : columns) {
        if (column.number() == number) {
          return column;
        }
      }
      return null;
    }
  }

  /** A sub-query or view. */
  record Derived(QueryBlock query, boolean lateral) implements RangeEntry {}

  /** VALUES. */
  record Values(List<List<Expression>> rows) implements RangeEntry {}

  /** A call of a function that returns a set of plain values. */
  record FunctionRows(
      Function function, List<Expression> arguments, PostgresType type, boolean lateral)
      implements RangeEntry {}

  /** A use of an item of WITH, {@code levelsUp} levels further out. */
  record CommonTableUse(String name, int levelsUp, boolean inItself) implements RangeEntry {}

  /** A join, which is named only in FROM. */
  record Joined() implements RangeEntry {}

  /** What cannot run outside of PostgreSQL, and why. */
  record Refused(String reason) implements RangeEntry {}
}
