// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * DuckDB alone, statement by statement, so that its turns can alternate with another's: each line
 * of the input is a statement, whose rows are fetched and thrown away; answers each with a line,
 * its seconds or {@code error} and the reason.
 */
final class DuckDbSession {

  private DuckDbSession() {}

  public static void main(String[] arguments) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(answer(connection, line));
      }
    }
  }

  private static String answer(Connection connection, String sql) {
    long started = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            // The rows are all that is wanted.
          }
        }
      }
      return Double.toString((System.nanoTime() - started) / 1e9);
    } catch (SQLException e) {
      return "error " + e.getMessage().replace('\n', ' ');
    }
  }
}
