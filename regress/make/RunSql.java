// SPDX-License-Identifier: Apache-2.0
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Runs the statements of a file, each ending with a semicolon at the end of a line, in a DuckDB in memory. */
public class RunSql {
  public static void main(String[] arguments) throws Exception {
    String folder = arguments[1];
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      for (String sql : Files.readString(Path.of(arguments[0])).split(";\\s*(\n|$)")) {
        if (!sql.isBlank()) {
          statement.execute(sql.replace("FOLDER", folder));
        }
      }
    }
  }
}
