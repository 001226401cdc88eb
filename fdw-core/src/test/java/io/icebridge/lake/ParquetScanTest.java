// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.WrapperException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetScanTest {

  @TempDir private Path folder;

  private String write(String name, String query) {
    String path = folder.resolve(name).toString();
    TestTables.duckdb("COPY (" + query + ") TO '" + path + "' (FORMAT parquet)");
    return path;
  }

  @Test
  void columnsAreMatchedByNameAndReturnedInTheOrderOfTheRequest() {
    String path = write("a.parquet", "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL");
    ArrowRows rows = TestTables.scan(path, "b text", "a integer");
    assertThat(rows.rows())
        .containsExactlyInAnyOrder(List.of("x", "1"), java.util.Arrays.asList(null, "2"));
  }

  @Test
  void aScanWithoutColumnsReturnsTheNumberOfRows() {
    String path = write("a.parquet", "SELECT range AS a FROM range(300000)");
    ScanRequest nothing = TestTables.request(List.of(), List.of(), -1);
    ArrowRows rows =
        ArrowRows.count(TestTables.table(Map.of("path", path), "a bigint").scan(nothing));
    assertThat(rows.rowCount()).isEqualTo(300_000);
    assertThat(rows.formats()).hasSize(1);
  }

  @Test
  void filesWithDifferentTypesAreEachReadWithTheirOwn() {
    write("1.parquet", "SELECT 1::INTEGER AS a");
    write("2.parquet", "SELECT 5000000000::BIGINT AS a");
    write("3.parquet", "SELECT 0.5::DOUBLE AS b, 7::SMALLINT AS a");
    ArrowRows rows = TestTables.scan(folder + "/*.parquet", "a bigint");
    assertThat(rows.firstColumn()).containsExactlyInAnyOrder("1", "5000000000", "7");
  }

  @Test
  void aColumnThatOneFileLacksIsAnErrorNamingTheFile() {
    write("1.parquet", "SELECT 1 AS a, 2 AS b");
    String second = write("2.parquet", "SELECT 1 AS a");
    assertThatThrownBy(() -> TestTables.scan(folder + "/*.parquet", "a integer", "b integer"))
        .isInstanceOfSatisfying(
            WrapperException.class,
            error -> {
              assertThat(error.sqlState()).isEqualTo("42703");
              assertThat(error)
                  .hasMessage(
                      "column \"b\" of type integer does not exist in file \"" + second + "\"");
              assertThat(error.detail()).isEqualTo("The file has the columns a.");
            });
  }

  @Test
  void aColumnOfAnotherTypeIsAnErrorNamingFileAndBothTypes() {
    String path = write("1.parquet", "SELECT [1] AS a");
    assertThatThrownBy(() -> TestTables.scan(path, "a integer"))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.sqlState()).isEqualTo("42804"))
        .hasMessage(
            "column \"a\" of type integer cannot be read from type INTEGER[] in file \""
                + path
                + "\"");
  }

  @Test
  void textThatIsNoNumberIsAnErrorNamingFileColumnAndValue() {
    String path = write("1.parquet", "SELECT 'x' AS a");
    assertThatThrownBy(() -> TestTables.scan(path, "a integer"))
        .isInstanceOfSatisfying(
            WrapperException.class,
            error -> {
              assertThat(error.sqlState()).isEqualTo("22P02");
              assertThat(error.detail())
                  .isEqualTo("Column \"a\" of file \"" + path + "\" has this value.");
            })
        .hasMessage("invalid input syntax for type integer: \"x\"");
  }

  @Test
  void aMissingFileIsAnError() {
    assertThatThrownBy(() -> TestTables.scan(folder + "/none.parquet", "a integer"))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.sqlState()).isEqualTo("58P01"))
        .hasMessage(
            "could not open file \"" + folder + "/none.parquet\": No such file or directory");
  }

  @Test
  void columnsAreInferred() {
    String path =
        write(
            "a.parquet",
            "SELECT 1::UTINYINT AS a, {'x': 1, 'y': ['z']} AS s, MAP {'k': 1.5::DECIMAL(4,1)} AS m");
    assertThat(TestTables.inferred(Map.of("path", path)))
        .containsExactly(
            "a smallint", "s row(x integer, y text[])", "m row(key text, value numeric(4,1))[]");
  }
}
