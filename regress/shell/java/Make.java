// SPDX-License-Identifier: Apache-2.0

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Runs DuckDB statements, one for each argument: makes the files of a test. */
public final class Make {

  private Make() {}

  /** Started as a source file, with the DuckDB driver on the class path. */
  public static void main(String[] statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 2");
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }
}
