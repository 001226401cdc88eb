// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.lake.table.WrittenQuery;

/** The rows of a query as those of a {@link RowStream}: something to stand after FROM. */
final class QueryRows {

  /** Its SQLSTATE tells that PostgreSQL is to find the row and to word the error. */
  private static final String VIOLATION = "icebridge: 23514 a new row violates a constraint";

  private QueryRows() {}

  /** What the modifier of a char(n) is more than n. */
  private static final int LENGTH_OFFSET = 4;

  /** The value of a column as it is stored: with blanks at the end that DuckDB need not have. */
  static String stored(int place, ColumnDefinition column) {
    PostgresType type = column.type();
    String value = RowStream.column(place);
    return type.is("bpchar") && type.modifier() > LENGTH_OFFSET
        ? "rpad(" + value + ", " + (type.modifier() - LENGTH_OFFSET) + ", ' ')"
        : value;
  }

  /** The rows, with columns as {@link RowStream#column} calls them. */
  static String from(WrittenQuery query, int columns) {
    StringBuilder sql = new StringBuilder("(").append(query.query().sql()).append(") AS rows(");
    for (int i = 0; i < columns; i++) {
      sql.append(i == 0 ? "" : ", ").append(RowStream.column(i));
    }
    if (!query.checked()) {
      return sql.append(')').toString();
    }
    return sql.append(columns == 0 ? "" : ", ")
        .append("violates) WHERE CASE WHEN violates THEN error('")
        .append(VIOLATION)
        .append("') ELSE true END")
        .toString();
  }
}
