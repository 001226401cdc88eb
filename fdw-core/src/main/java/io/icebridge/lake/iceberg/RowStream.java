// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.engine.EngineConnection;
import java.util.function.Supplier;

/**
 * The rows of a statement as a relation in DuckDB. Its columns are {@code c0}, {@code c1}, …: what
 * they are called in PostgreSQL may differ in nothing but case, which DuckDB does not see.
 */
final class RowStream {

  private static final String VIEW = "icebridge_stream";

  private final String from;

  /** A stream of that many columns. */
  RowStream(int columns) {
    StringBuilder sql = new StringBuilder(VIEW).append(" AS rows(");
    for (int i = 0; i < columns; i++) {
      sql.append(i == 0 ? "" : ", ").append(column(i));
    }
    this.from = sql.append(')').toString();
  }

  /** The name of a column, from 0. */
  static String column(int number) {
    return "c" + number;
  }

  /** What a query has behind FROM. */
  String from() {
    return from;
  }

  /**
   * Does something with the rows, in one query.
   *
   * @param address of the {@code ArrowArrayStream}
   */
  <T> T read(EngineConnection connection, long address, Supplier<T> query) {
    connection.view(address, VIEW);
    return query.get();
  }
}
