// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.pushdown.duckdb.Recording.Variant;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A DuckDB that has the edge values in tables: {@code "text"(n, v)} and so on. They get there by
 * other ways than the literals under test.
 */
final class DuckDbValues implements AutoCloseable {

  private final Connection connection;

  DuckDbValues() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute(ExpressionMacros.statements());
      for (Variant variant : Recording.INSTANCE.variants()) {
        if (!variant.constantOnly()) {
          create(statement, variant);
        }
      }
    }
  }

  private static void create(Statement statement, Variant variant) throws SQLException {
    String type = duckDbType(variant);
    String table = table(variant);
    statement.execute("CREATE TABLE " + table + " (n INTEGER, v " + type + ")");
    for (int n = 0; n < variant.texts().size(); n++) {
      statement.execute(
          "INSERT INTO " + table + " VALUES (" + n + ", " + value(variant, n, type) + ")");
    }
  }

  static String table(Variant variant) {
    return '"' + variant.name() + '"';
  }

  private static String value(Variant variant, int n, String type) {
    String text = variant.texts().get(n);
    String number = variant.numbers().get(n);
    if (text == null) {
      return "NULL";
    }
    if (number == null || number.endsWith("infinity")) {
      String plain = variant.type().is("bytea") ? blob(text) : text;
      return "CAST('" + plain.replace("'", "''") + "' AS " + type + ")";
    }
    return switch (variant.type().name()) {
      case "date" -> "DATE '1970-01-01' + (" + number + ")::INTEGER";
      case "timestamp" -> "make_timestamp((" + number + ")::BIGINT)";
      case "timestamptz" -> "make_timestamp((" + number + ")::BIGINT) AT TIME ZONE 'UTC'";
      case "time" -> "CAST('" + text + "' AS TIME)";
      default -> throw new IllegalStateException(variant.name());
    };
  }

  private static String blob(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : HexFormat.of().parseHex(text, 2, text.length())) {
      escaped.append("\\x").append(HexFormat.of().toHexDigits(b));
    }
    return escaped.toString();
  }

  private static String duckDbType(Variant variant) {
    return switch (variant.type().name()) {
      case "bool" -> "BOOLEAN";
      case "int2" -> "SMALLINT";
      case "int4" -> "INTEGER";
      case "int8" -> "BIGINT";
      case "float4" -> "FLOAT";
      case "float8" -> "DOUBLE";
      case "numeric" -> variant.name().replace("numeric", "DECIMAL");
      case "text", "bpchar" -> "VARCHAR";
      case "bytea" -> "BLOB";
      case "date" -> "DATE";
      case "time" -> "TIME";
      case "timestamp" -> "TIMESTAMP";
      case "timestamptz" -> "TIMESTAMP WITH TIME ZONE";
      case "uuid" -> "UUID";
      default -> throw new IllegalStateException(variant.name());
    };
  }

  /** The first column of every row, as text. */
  List<String> column(String sql) throws SQLException {
    // A statement of its own for each query: the driver closes one whose query failed.
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  /** The first column of the only row, null without one, {@code !} and the message for errors. */
  String answer(String sql) {
    try {
      List<String> rows = column(sql);
      return rows.isEmpty() ? null : rows.get(0);
    } catch (SQLException e) {
      return "!" + e.getMessage();
    }
  }

  /** The values of an expression over a form's rows; {@code !} and the message for errors. */
  List<String> answers(Form form, String sql) throws SQLException {
    String select = "SELECT " + sql + " FROM " + form.from();
    String order = " ORDER BY " + form.order();
    if (!form.fails()) {
      return column(select + order);
    }
    // Rows that fail in PostgreSQL one by one, the others together.
    List<String> pickers = pickers(form);
    List<String> failing =
        IntStream.range(0, pickers.size())
            .filter(row -> Form.isError(form.expected().get(row)))
            .mapToObj(pickers::get)
            .toList();
    List<String> others =
        column(select + " WHERE NOT (" + String.join(" OR ", failing) + ")" + order);
    Iterator<String> next = others.iterator();
    List<String> answers = new ArrayList<>();
    for (int row = 0; row < pickers.size(); row++) {
      answers.add(
          Form.isError(form.expected().get(row))
              ? answer(select + " WHERE " + pickers.get(row))
              : next.next());
    }
    return answers;
  }

  /** For each row of a form a condition that picks it alone. */
  List<String> pickers(Form form) throws SQLException {
    return column(
        "SELECT " + form.rowPicker() + " FROM " + form.from() + " ORDER BY " + form.order());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
