// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The edge values of typed-calls.txt in DuckDB, and DuckDB's values in the form in which
 * PostgreSQL's answers are recorded: numbers behind dates, times and intervals, hex for bytes.
 */
final class TypedValues implements AutoCloseable {

  static final JsonNode VALUES = read("/differential/typed-values.json");

  static final String NOT_ASKED = "?";

  private static final int SAMPLE = 4;

  private final Connection connection;

  TypedValues() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET threads = 1");
    // What depends on a time zone must name it.
    execute("SET TimeZone = 'Pacific/Kiritimati'");
    execute(ExpressionMacros.statements());
    JsonNode recorded = read("/differential/typed-expected.json").get("values");
    for (JsonNode variant : VALUES) {
      create(variant.get("name").asText(), recorded.get(variant.get("name").asText()));
    }
  }

  private void create(String name, JsonNode canonical) throws SQLException {
    DuckDbType type = duckDbType(name);
    execute("CREATE TABLE \"%s\" (n INTEGER, v %s)".formatted(name, sql(type)));
    for (int n = 0; n < canonical.size(); n++) {
      execute(
          "INSERT INTO \"%s\" VALUES (%d, %s)".formatted(name, n, literal(type, canonical.get(n))));
    }
  }

  static PostgresType type(String name) {
    for (JsonNode variant : VALUES) {
      if (variant.get("name").asText().equals(name)) {
        String type = variant.get("type").asText();
        return switch (type) {
          case "numeric(12,4)" -> Types.numeric(12, 4);
          case "char(5)" -> Types.character(5);
          default -> TypedCall.type(type);
        };
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static DuckDbType duckDbType(String name) {
    try {
      return DuckDbType.of(type(name));
    } catch (NotShippable e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String sql(DuckDbType type) {
    return type.family() == Family.LIST ? sql(type.element()) + "[]" : type.sql();
  }

  private static String literal(DuckDbType type, JsonNode canonical) {
    if (canonical.isNull()) {
      return "NULL";
    }
    String text = canonical.asText();
    String quoted = "'" + text.replace("'", "''") + "'";
    boolean infinite = text.endsWith("infinity");
    return switch (type.family()) {
      case LIST -> {
        List<String> elements = new ArrayList<>();
        parse(text).forEach(element -> elements.add(literal(type.element(), element)));
        yield "CAST([" + String.join(", ", elements) + "] AS " + sql(type) + ")";
      }
      case DATE -> infinite ? quoted + "::DATE" : "DATE '1970-01-01' + (" + text + ")::INTEGER";
      case TIMESTAMP ->
          infinite ? quoted + "::TIMESTAMP" : "make_timestamp((" + text + ")::BIGINT)";
      case TIMESTAMPTZ ->
          infinite
              ? quoted + "::TIMESTAMPTZ"
              : "make_timestamp((" + text + ")::BIGINT) AT TIME ZONE 'UTC'";
      case INTERVAL -> {
        String[] parts = text.split(" ");
        yield "to_months((%s)::INTEGER) + to_days((%s)::INTEGER) + to_microseconds((%s)::BIGINT)"
            .formatted(parts[0], parts[1], parts[2]);
      }
      case BLOB -> "unhex(" + quoted + ")";
      default -> "CAST(" + quoted + " AS " + type.sql() + ")";
    };
  }

  /**
   * The answers in canonical form, in the order of the edge values, {@code !} for errors. Rows that
   * fail in PostgreSQL are computed one by one, and only some of them: the others are {@link
   * #NOT_ASKED}.
   */
  String[] answers(Operand operand, List<String> columns, JsonNode expected) throws SQLException {
    String query = query(operand, columns);
    String[] answers = new String[expected.size()];
    Arrays.fill(answers, NOT_ASKED);
    List<Integer> answered = new ArrayList<>();
    List<Integer> failing = new ArrayList<>();
    for (int row = 0; row < expected.size(); row++) {
      String answer = expected.get(row).textValue();
      (answer != null && answer.startsWith("!") ? failing : answered).add(row);
    }
    compute(query, answered, answers);
    int step = Math.max(1, failing.size() / SAMPLE);
    for (int i = 0; i < failing.size(); i += step) {
      compute(query, failing.subList(i, i + 1), answers);
    }
    return answers;
  }

  /** Halves the rows until it is known which of them fail. */
  private void compute(String query, List<Integer> rows, String[] answers) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try {
      List<String> computed = column(query.formatted(rows.toString().replaceAll("[\\[\\]]", "")));
      for (int i = 0; i < rows.size(); i++) {
        answers[rows.get(i)] = computed.get(i);
      }
    } catch (SQLException e) {
      if (rows.size() == 1) {
        answers[rows.get(0)] = "!" + e.getMessage();
        return;
      }
      compute(query, rows.subList(0, rows.size() / 2), answers);
      compute(query, rows.subList(rows.size() / 2, rows.size()), answers);
    }
  }

  /** SQL with a place for the numbers of the rows. */
  private String query(Operand operand, List<String> columns) throws SQLException {
    StringBuilder number = new StringBuilder("0");
    List<String> values = new ArrayList<>();
    List<String> from = new ArrayList<>();
    String sql = operand.sql().replace("%", "%%");
    for (int i = 0; i < columns.size(); i++) {
      String table = "\"" + columns.get(i) + "\"";
      String size = column("SELECT count(*) FROM " + table).get(0);
      number.insert(0, "(").append(") * " + size + " + x" + i + ".n");
      values.add("x" + i + ".v AS v" + i);
      from.add(table + " x" + i);
      sql = sql.replace("x" + i + ".v", "r.v" + i);
    }
    // Materialized, so that rows which are not asked for are not computed.
    return "WITH r AS MATERIALIZED (SELECT %s AS n, %s FROM %s WHERE %s IN (%%s)) "
            .formatted(number, String.join(", ", values), String.join(", ", from), number)
        + "SELECT "
        + canonical(sql, operand.type())
        + " FROM r ORDER BY r.n";
  }

  private static String canonical(String sql, DuckDbType type) {
    String text = "CAST(" + sql + " AS VARCHAR)";
    return switch (type.family()) {
      case LIST ->
          "CASE WHEN (%1$s) IS NOT NULL THEN CAST(to_json(list_transform(%1$s, lambda e_: %2$s)) AS VARCHAR) END"
              .formatted(sql, canonical("e_", type.element()));
      case DATE ->
          "CASE WHEN isfinite(%1$s) THEN CAST((%1$s) - DATE '1970-01-01' AS VARCHAR) ELSE %2$s END"
              .formatted(sql, text);
      case TIMESTAMP ->
          "CASE WHEN isfinite(%1$s) THEN CAST(epoch_us(%1$s) AS VARCHAR) ELSE %2$s END"
              .formatted(sql, text);
      case TIMESTAMPTZ ->
          "CASE WHEN isfinite(%1$s) THEN CAST(epoch_us(%1$s) AS VARCHAR) ELSE CAST(timezone('UTC', %1$s) AS VARCHAR) END"
              .formatted(sql);
      case INTERVAL ->
          ("(12 * datepart('year', %1$s) + datepart('month', %1$s)) || ' ' || datepart('day', %1$s)"
                  + " || ' ' || icebridge.microseconds_of(%1$s)")
              .formatted("(" + sql + ")");
      case BLOB -> "lower(hex(" + sql + "))";
      case BOOLEAN -> "CASE WHEN " + sql + " THEN 't' WHEN NOT (" + sql + ") THEN 'f' END";
      default -> text;
    };
  }

  private List<String> column(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static JsonNode parse(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(String resource) {
    try (InputStream in = TypedValues.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
