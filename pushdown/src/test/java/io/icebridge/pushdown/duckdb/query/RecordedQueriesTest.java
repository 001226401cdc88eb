// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.pushdown.PostgresExpressions;
import io.icebridge.pushdown.duckdb.ExpressionMacros;
import io.icebridge.pushdown.duckdb.Session;
import io.icebridge.pushdown.tree.NodeReader;
import io.icebridge.pushdown.tree.NodeWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From whole queries that PostgreSQL analysed to DuckDB's SQL, which DuckDB must understand. */
class RecordedQueriesTest {

  private static final Map<String, JsonNode> REQUESTS = requests();
  private static final Map<String, String> EXPECTED = expected();
  private static Connection duckdb;

  static List<String> names() {
    return List.copyOf(REQUESTS.keySet());
  }

  @BeforeAll
  static void open() throws SQLException {
    duckdb = DriverManager.getConnection("jdbc:duckdb:");
    execute(ExpressionMacros.statements());
    Map<String, String> tables = new LinkedHashMap<>();
    for (JsonNode request : REQUESTS.values()) {
      request
          .get("relations")
          .properties()
          .forEach(relation -> tables.put(relation.getKey(), table(relation.getValue())));
    }
    for (Map.Entry<String, String> table : tables.entrySet()) {
      execute("CREATE TABLE r" + table.getKey() + " (" + table.getValue() + ")");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    duckdb.close();
  }

  /** Those whose SQL does not depend on how long the allow-list is. */
  static List<String> expectedNames() {
    return List.copyOf(EXPECTED.keySet());
  }

  @ParameterizedTest
  @MethodSource("expectedNames")
  void theSqlIsTheExpectedOne(String name) {
    assertThat(outcome(name)).isEqualTo(EXPECTED.get(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void duckDbUnderstandsTheBlocks(String name) throws SQLException {
    PreparedQuery query = DuckDbQueries.read(REQUESTS.get(name));
    for (PlannedBlock block : query.plan().blocks()) {
      String sql = query.sql(block.number(), null, Session.OF_PLANNING, use -> "r" + use.oid());
      try (Statement statement = duckdb.createStatement();
          var rows = statement.executeQuery(sql)) {
        assertThat(rows.getMetaData().getColumnCount()).isEqualTo(block.columns().size());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void treesAreWrittenAsTheyWereRead(String name) {
    String tree = REQUESTS.get(name).get("query").textValue();
    assertThat(NodeWriter.write(NodeReader.read(tree))).isEqualTo(tree);
  }

  private static String outcome(String name) {
    PreparedQuery query = DuckDbQueries.read(REQUESTS.get(name));
    StringBuilder outcome = new StringBuilder();
    for (PlannedBlock block : query.plan().blocks()) {
      outcome.append(block.number()).append(": ");
      outcome
          .append(query.sql(block.number(), null, Session.OF_PLANNING, RecordedQueriesTest::source))
          .append('\n');
      String above =
          (block.filter() == null ? "" : " filter " + shown(block.filter()))
              + (block.distinct() ? " distinct" : "")
              + (block.sort() ? " sort" : "")
              + (block.limit() ? " limit" : "");
      outcome.append(above.isEmpty() ? "" : "   above:" + above + "\n");
      for (String target : block.targets()) {
        if (target != null && !target.startsWith("{PARAM ")) {
          outcome.append("   target: ").append(shown(target)).append('\n');
        }
      }
    }
    query.plan().notes().forEach(note -> outcome.append("   note: ").append(note).append('\n'));
    return outcome.toString();
  }

  private static String source(RelationUse use) {
    List<String> columns = new ArrayList<>();
    use.columns().forEach(column -> columns.add(column.name()));
    String quals = use.quals().isEmpty() ? "" : " | " + use.quals().size() + " quals";
    return "r" + use.oid() + "[" + String.join(" ", columns) + quals + "]";
  }

  /** A tree without what matters little. */
  private static String shown(String tree) {
    return tree.replaceAll(
            " :(location|opcollid|inputcollid|funccollid|funcformat|opretset|funcretset"
                + "|funcvariadic|paramkind|paramtypmod|paramcollid|constlen|constbyval|constisnull"
                + "|opfuncid|opresulttype|constcollid) [^ }]+",
            "")
        .replace(" :constvalue <>", "");
  }

  private static String table(JsonNode relation) {
    List<String> columns = new ArrayList<>();
    for (JsonNode json : relation.get("columns")) {
      ColumnDefinition column = PostgresExpressions.column(json);
      columns.add('"' + column.name() + "\" " + sqlType(column));
    }
    return String.join(", ", columns);
  }

  private static String sqlType(ColumnDefinition column) {
    return switch (column.type().name()) {
      case "int2" -> "SMALLINT";
      case "int4" -> "INTEGER";
      case "int8" -> "BIGINT";
      case "float8" -> "DOUBLE";
      case "bool" -> "BOOLEAN";
      case "date" -> "DATE";
      case "timestamp" -> "TIMESTAMP";
      case "_int4" -> "INTEGER[]";
      case "numeric" ->
          "DECIMAL(" + column.type().numericPrecision() + "," + column.type().numericScale() + ")";
      default -> "VARCHAR";
    };
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Map<String, JsonNode> requests() {
    try (InputStream in = RecordedQueriesTest.class.getResourceAsStream("/queries/pg15.json.gz")) {
      Map<String, JsonNode> requests = new LinkedHashMap<>();
      for (JsonNode recorded : new ObjectMapper().readTree(new GZIPInputStream(in))) {
        requests.put(recorded.get("name").textValue(), recorded.get("request"));
      }
      return requests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> expected() {
    try (InputStream in = RecordedQueriesTest.class.getResourceAsStream("/queries/expected.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> expected = new LinkedHashMap<>();
      for (String part : text.substring("-- ".length()).split("\n\n-- ")) {
        int end = part.indexOf('\n');
        expected.put(part.substring(0, end), part.substring(end + 1).stripTrailing() + "\n");
      }
      return expected;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
