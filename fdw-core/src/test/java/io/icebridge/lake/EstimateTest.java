// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {

  @TempDir private Path folder;

  private double estimate(String path) {
    return TestTables.table(Map.of("path", path), "a bigint")
        .estimate(TestTables.all("a bigint"))
        .tableRows();
  }

  private String copy(String name, String query, String options) {
    String path = folder.resolve(name).toString();
    TestTables.duckdb("COPY (" + query + ") TO '" + path + "' (" + options + ")");
    return path;
  }

  @Test
  void parquetFootersTellTheRows() {
    for (int i = 1; i <= 3; i++) {
      copy(i + ".parquet", "SELECT range AS a FROM range(" + i * 1000 + ")", "FORMAT parquet");
    }
    assertThat(estimate(folder + "/*.parquet")).isEqualTo(6000);
  }

  @Test
  void manyParquetFilesAreSampled() {
    copy("0.parquet", "SELECT range AS a FROM range(1000)", "FORMAT parquet");
    for (int i = 1; i < 200; i++) {
      try {
        Files.copy(folder.resolve("0.parquet"), folder.resolve(i + ".parquet"));
      } catch (IOException failure) {
        throw new AssertionError(failure);
      }
    }
    assertThat(estimate(folder + "/*.parquet")).isEqualTo(200_000);
  }

  @Test
  void aWideParquetSchemaIsSkipped() {
    StringBuilder columns = new StringBuilder("range AS a");
    for (int i = 0; i < 3000; i++) {
      columns.append(", range AS a_rather_long_column_name_").append(i);
    }
    String path = copy("a.parquet", "SELECT " + columns + " FROM range(3)", "FORMAT parquet");
    assertThat(estimate(path)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"a.csv,FORMAT csv", "a.json,FORMAT json", "b.json,'FORMAT json, ARRAY true'"})
  void smallTextFilesAreCounted(String name, String options) {
    String path = copy(name, "SELECT range AS a, {'b': '}\"{'} AS s FROM range(500)", options);
    assertThat(estimate(path)).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"a.csv,FORMAT csv", "a.json,FORMAT json"})
  void largeTextFilesAreExtrapolated(String name, String options) {
    String path = copy(name, "SELECT 100000 + range AS a FROM range(200000)", options);
    assertThat(estimate(path)).isCloseTo(200_000, Percentage.withPercentage(5));
  }

  @Test
  void compressedTextIsReadToo() throws IOException {
    Path path = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write("a\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(estimate(path.toString())).isEqualTo(3);
    assertThat(TestTables.scan(path.toString(), "a bigint").firstColumn())
        .containsExactly("1", "2", "3");
  }
}
