// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.lake.Sql;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.NotShippable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of PostgreSQL's that queries read, as tables of DuckDB's: so they have statistics, may be
 * read more than once, and spill to disk. Safe for several threads.
 */
final class LoadedRows {

  private static final String VIEW = "icebridge_heap";

  /** Those a load has begun for and that nobody has asked to forget. */
  private final Set<Long> wanted = new HashSet<>();

  void load(Engine engine, long rows, long arrowArrayStream, int columns) {
    synchronized (this) {
      wanted.add(rows);
    }
    try (EngineConnection connection = engine.acquire()) {
      connection.view(arrowArrayStream, VIEW);
      connection.run(create(rows, columns));
    }
    boolean forgotten;
    synchronized (this) {
      forgotten = !wanted.contains(rows);
    }
    if (forgotten) {
      drop(engine, rows);
    }
  }

  private static String create(long rows, int columns) {
    StringBuilder sql = new StringBuilder("CREATE TABLE ").append(table(rows));
    sql.append(" AS FROM ").append(VIEW).append(" AS rows(");
    for (int i = 0; i < columns; i++) {
      sql.append(i == 0 ? "" : ", ").append(column(i));
    }
    return sql.append(')').toString();
  }

  void unload(Engine engine, long rows) {
    boolean known;
    synchronized (this) {
      known = wanted.remove(rows);
    }
    if (known) {
      drop(engine, rows);
    }
  }

  private static void drop(Engine engine, long rows) {
    try (EngineConnection connection = engine.acquire()) {
      connection.run("DROP TABLE IF EXISTS " + table(rows));
    }
  }

  private static String table(long rows) {
    return "icebridge_rows_" + rows;
  }

  private static String column(int number) {
    return "c" + number;
  }

  /**
   * What stands after FROM for rows that were loaded.
   *
   * @param columns those that were loaded, in order
   */
  static String source(long rows, List<ColumnDefinition> columns) {
    if (columns.isEmpty()) {
      return table(rows);
    }
    StringBuilder sql = new StringBuilder("(SELECT ");
    for (int i = 0; i < columns.size(); i++) {
      ColumnDefinition column = columns.get(i);
      sql.append(i == 0 ? "" : ", ").append(typed(column(i), column));
      sql.append(" AS ").append(Sql.name(column.name()));
    }
    return sql.append(" FROM ").append(table(rows)).append(')').toString();
  }

  /** A column in its natural type, if it has one: then it costs nothing. */
  private static String typed(String name, ColumnDefinition column) {
    try {
      return "CAST(" + name + " AS " + DuckDbType.of(column.type()).sql() + ")";
    } catch (NotShippable e) {
      // It is only tested for NULL.
      return name;
    }
  }
}
