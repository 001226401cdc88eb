// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/**
 * DuckDB alone: {@code DuckDbScan REPETITIONS SQL} runs the query, reads its rows as Arrow batches
 * and throws them away; prints the rows and the seconds of each repetition after a first one.
 */
final class DuckDbScan {
  private static final long BATCH_ROWS = 65_536;

  private DuckDbScan() {}

  public static void main(String[] arguments) throws SQLException, IOException {
    int repetitions = Integer.parseInt(arguments[0]);
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
        BufferAllocator allocator = new RootAllocator()) {
      readAll(connection, allocator, arguments[1]);
      for (int i = 0; i < repetitions; i++) {
        long started = System.nanoTime();
        long rows = readAll(connection, allocator, arguments[1]);
        System.out.println(rows + " " + (System.nanoTime() - started) / 1e9);
      }
    }
  }

  private static long readAll(Connection connection, BufferAllocator allocator, String query)
      throws SQLException, IOException {
    long rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query);
        ArrowReader reader =
            (ArrowReader)
                result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH_ROWS)) {
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }
}
