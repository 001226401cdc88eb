// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bench;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/**
 * Writes the tables of TPC-H: {@code TpchFiles SCALE FOLDER} leaves {@code TABLE.tbl} (fields
 * separated by bars) and {@code TABLE.parquet} for each table. DuckDB alone makes the Parquet
 * files, so that nothing measured with them was written by what is measured.
 */
final class TpchFiles {
  private TpchFiles() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    double scale = Double.parseDouble(arguments[0]);
    Path folder = Path.of(arguments[1]);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (TpchTable<?> table : TpchTable.getTables()) {
        Path text = folder.resolve(table.getTableName() + ".tbl");
        writeText(table, scale, text);
        statement.execute(
            "COPY (SELECT * FROM read_csv('%s', delim = '|', header = false, quote = '', columns = {%s})) TO '%s' (FORMAT parquet)"
                .formatted(
                    text, columns(table), folder.resolve(table.getTableName() + ".parquet")));
      }
    }
  }

  private static <E extends TpchEntity> void writeText(TpchTable<E> table, double scale, Path file)
      throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (E row : table.createGenerator(scale, 1, 1)) {
        String line = row.toLine();
        // The last bar ends the line rather than beginning another field.
        writer.write(line, 0, line.length() - 1);
        writer.write('\n');
      }
    }
  }

  private static <E extends TpchEntity> String columns(TpchTable<E> table) {
    return table.getColumns().stream()
        .map(column -> "'%s': '%s'".formatted(column.getColumnName(), type(column)))
        .collect(Collectors.joining(", "));
  }

  private static String type(TpchColumn<?> column) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> "BIGINT";
      case INTEGER -> "INTEGER";
      case DATE -> "DATE";
      // The specification's decimals; the generator holds them as doubles.
      case DOUBLE -> "DECIMAL(15, 2)";
      case VARCHAR -> "VARCHAR";
    };
  }
}
