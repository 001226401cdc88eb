// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.lake.table.LakeTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {

  @TempDir private Path folder;

  private LakeTable table() {
    for (int i = 1; i <= 3; i++) {
      TestTables.duckdb(
          "COPY (SELECT range AS a, 'x' AS b FROM range(1000)) TO '%s/%d.parquet' (FORMAT parquet)"
              .formatted(folder, i));
    }
    return TestTables.table(Map.of("path", folder + "/*.parquet"), "a bigint", "b text");
  }

  private static Map<String, String> byLabel(List<ExplainLine> lines) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (ExplainLine line : lines) {
      labels.put(line.label(), line.value());
    }
    return labels;
  }

  @Test
  void explainShowsTheFilesAndTheQuery() {
    ScanRequest request = TestTables.request(TestTables.columns("a bigint"), List.of(), 10);
    assertThat(byLabel(table().explain(request, false)))
        .containsEntry("Files", "3")
        .containsEntry(
            "DuckDB SQL",
            "SELECT \"a\" FROM read_parquet(['%1$s/1.parquet', '%1$s/2.parquet', '%1$s/3.parquet'],"
                    .formatted(folder)
                + " hive_partitioning = false) LIMIT 10");
  }

  @Test
  void analyzeShowsWhatDuckDbDid() {
    ScanRequest request =
        new ScanRequest(TestTables.columns("a bigint"), List.of(), new ArrayList<>(), -1, 0, true);
    List<ExplainLine> lines = new ArrayList<>();
    Cursor cursor = table().scan(request);
    ArrowRows.count(new StatisticsCursor(cursor, lines));
    Map<String, String> labels = byLabel(lines);
    assertThat(labels).containsEntry("Files Read", "3 of 3");
    assertThat(labels.get("DuckDB Operators"))
        .startsWith("->  READ_PARQUET  (rows=3000 bytes=")
        .contains("row groups=3 of 3");
    assertThat(labels.get("DuckDB Time")).endsWith(" ms");
    assertThat(Long.parseLong(labels.get("Bytes Read"))).isPositive();
  }

  @Test
  void aScanThatIsGivenUpSaysSo() {
    TestTables.duckdb(
        "COPY (SELECT range AS a FROM range(3000000)) TO '%s/a.parquet' (FORMAT parquet)"
            .formatted(folder));
    LakeTable table = TestTables.table(Map.of("path", folder + "/a.parquet"), "a bigint");
    ScanRequest request =
        new ScanRequest(TestTables.columns("a bigint"), List.of(), List.of(), -1, 0, true);
    List<ExplainLine> lines = new ArrayList<>();
    ArrowRows.begin(new StatisticsCursor(table.scan(request), lines));
    assertThat(byLabel(lines))
        .containsEntry("DuckDB Operators", "unknown, DuckDB has no profile of this scan");
  }
}
