// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * DuckDB alone: {@code DuckDbStatement REPETITIONS SQL} runs a statement whose rows do not matter;
 * prints the seconds of each repetition after a first one.
 */
final class DuckDbStatement {

  private DuckDbStatement() {}

  public static void main(String[] arguments) throws SQLException {
    int repetitions = Integer.parseInt(arguments[0]);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(arguments[1]);
      for (int i = 0; i < repetitions; i++) {
        long started = System.nanoTime();
        statement.execute(arguments[1]);
        System.out.println((System.nanoTime() - started) / 1e9);
      }
    }
  }
}
