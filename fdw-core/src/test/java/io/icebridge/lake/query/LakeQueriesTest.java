// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.entry.Json;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.ArrowRows;
import io.icebridge.lake.TestTables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as C sends them, over a table of one Parquet file. */
class LakeQueriesTest {

  private static final long OID = 16456;
  private static final String[] COLUMNS = {"c1 bigint", "c2 date"};

  @TempDir Path folder;

  private final LakeQueries queries = new LakeQueries();
  private Map<Long, Table> tables;

  @BeforeEach
  void table() {
    tables =
        Map.of(
            OID,
            parquet(
                "SELECT * FROM (VALUES (1, '2020-01-01'), (7, '2020-02-01'), (9, '2020-02-01'))"));
  }

  private Table parquet(String rows) {
    Path file = folder.resolve("t.parquet");
    TestTables.duckdb(
        "COPY (SELECT c1::BIGINT AS c1, c2::DATE AS c2 FROM ("
            + rows
            + ") AS t(c1, c2)) TO '"
            + file
            + "'");
    return TestTables.table(Map.of("path", file.toString()), COLUMNS);
  }

  /** A recorded request, for its only or outermost query. */
  static ObjectNode request(String name) {
    try (InputStream in = LakeQueriesTest.class.getResourceAsStream("/queries/" + name + ".json")) {
      return ((ObjectNode) Json.read(in.readAllBytes())).put("block", 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private JsonNode plan(String name) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    queries.plan(request(name), tables, answer);
    return answer;
  }

  private List<List<String>> rows(ObjectNode request) {
    return ArrowRows.read(queries.open(request, tables)).rows();
  }

  @Test
  void aPlanSaysWhatDuckDbReturnsAndAboutHowMuch() {
    JsonNode block = plan("grouped").get("blocks").get(0);
    assertThat(block.get("block").asInt()).isZero();
    assertThat(block.get("columns").get(0).get("type").asLong()).isEqualTo(1082);
    assertThat(block.get("columns").get(1).get("type").asLong()).isEqualTo(20);
    assertThat(block.get("targets")).hasSize(2);
    assertThat(block.get("above").get("filter").isNull()).isTrue();
    assertThat(block.get("above").get("sort").asBoolean()).isFalse();
    assertThat(block.get("rows").asDouble()).isEqualTo(1);
    assertThat(block.get("startupCost").asDouble()).isGreaterThanOrEqualTo(100);
    assertThat(plan("stream").get("blocks").get(0).get("rows").asDouble()).isEqualTo(3);
  }

  @Test
  void rowsAreDuckDbs() {
    assertThat(rows(request("grouped"))).containsExactly(List.of("2020-02-01", "2"));
    assertThat(rows(request("metadata"))).containsExactly(List.of("3", "1", "2020-02-01"));
    assertThat(rows(request("join")))
        .containsExactlyInAnyOrder(
            List.of("1", "2020-01-01"), List.of("7", "2020-02-01"), List.of("9", "2020-02-01"));
    assertThat(rows(request("stream"))).containsExactly(List.of("1"), List.of("7"), List.of("9"));
  }

  @Test
  void parametersHaveTheirValuesWhenAnExecutionStarts() {
    ObjectNode request = request("parameter");
    request.putArray("parameters").addObject().put("type", 20).put("modifier", -1).put("text", "8");
    assertThat(rows(request)).containsExactly(List.of("2"));
    assertThat(sql(request("parameter"))).contains("$1");
  }

  @Test
  void aQueryThatComesAgainReadsTheFilesThatAreThereThen() {
    List<List<String>> before = rows(request("join"));
    assertThat(rows(request("join"))).isEqualTo(before);
    String sql = sql(request("join"));
    Map<Long, Table> first = tables;
    folder = folder.resolve("other");
    assertThat(folder.toFile().mkdir()).isTrue();
    tables = Map.of(OID, parquet("SELECT 5, '2020-03-01'"));
    assertThat(rows(request("join"))).containsExactly(List.of("5", "2020-03-01"));
    assertThat(sql(request("join"))).isNotEqualTo(sql);
    tables = first;
    assertThat(rows(request("join"))).isEqualTo(before);
    assertThat(sql(request("join"))).isEqualTo(sql);
  }

  private String sql(ObjectNode request) {
    for (ExplainLine line : queries.explain(request, tables)) {
      if (line.label().equals("DuckDB SQL")) {
        return line.value();
      }
    }
    throw new AssertionError("no SQL");
  }

  @Test
  void explainShowsTheFilesOfEachTable() {
    List<ExplainLine> lines = queries.explain(request("join"), tables);
    assertThat(lines.get(0)).isEqualTo(new ExplainLine("Files", "tiny 1 of 1, tiny 1 of 1"));
    assertThat(lines.get(1).label()).isEqualTo("DuckDB SQL");
  }

  @Test
  void otherTablesAreLeftToPostgres() {
    Table other =
        new Table() {
          @Override
          public Estimate estimate(ScanRequest request) {
            return Estimate.ofRows(1);
          }

          @Override
          public Cursor scan(ScanRequest request) {
            throw new AssertionError("scanned");
          }
        };
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    queries.plan(request("grouped"), Map.of(OID, other), answer);
    assertThat(answer.get("blocks")).isEmpty();
  }

  @Test
  void aQueryThatIsKnownIsNotReadAgainButOneWithOtherColumnsIs() {
    ObjectNode first = request("grouped");
    PreparedQueries prepared = new PreparedQueries();
    assertThat(prepared.get(first)).isSameAs(prepared.get(request("grouped")));
    ObjectNode changed = request("grouped");
    ((ObjectNode) changed.get("relations").get("16456").get("columns").get(0)).put("name", "c3");
    assertThat(prepared.get(changed)).isNotSameAs(prepared.get(first));
  }

  @Test
  void anErrorThatPostgresMayNotHaveIsOneUponWhichItRunsTheQuery() {
    tables = Map.of(OID, parquet("SELECT 0, '2020-01-01'"));
    assertThatThrownBy(
            () -> {
              Cursor cursor = queries.open(request("division"), tables);
              ArrowRows.read(cursor);
            })
        .isInstanceOfSatisfying(
            WrapperException.class,
            failure -> assertThat(failure.sqlState()).matches("22...|0A000"));
  }
}
