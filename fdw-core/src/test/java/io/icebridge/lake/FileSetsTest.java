// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.QualSupport;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables over several files. */
class FileSetsTest {

  @TempDir private Path folder;

  private String write(String name, String content) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content).toString();
  }

  @Test
  void aListOfPathsAndPatternsIsReadInItsOrder() throws IOException {
    String last = write("z.csv", "a\n1\n");
    write("b/part-10.csv", "a\n10\n");
    write("b/part-9.csv", "a\n9\n");
    String path = "[\"%s\", \"%s/b/*.csv\"]".formatted(last, folder);
    assertThat(TestTables.scan(path, "a integer").firstColumn()).containsExactly("1", "9", "10");
  }

  @Test
  void csvFilesWithOtherColumnOrdersAndDelimitersAreReadByName() throws IOException {
    write("1.csv", "a,b\n1,x\n");
    write("2.csv", "b;a\ny;2\n");
    assertThat(TestTables.scan(folder + "/*.csv", "a integer", "b text").rows())
        .containsExactlyInAnyOrder(List.of("1", "x"), List.of("2", "y"));
  }

  @Test
  void theTypesOfSeveralFilesAreJoined() throws IOException {
    write("1.csv", "a,b,c\n1,2020-01-01,1\n");
    write("2.csv", "a,b,c\n1.5,2020-01-01 10:00:00,x\n");
    assertThat(TestTables.inferred(Map.of("path", folder + "/*.csv")))
        .containsExactly("a double precision", "b timestamp", "c text");
  }

  @Test
  void theFileOfARowIsAColumn() throws IOException {
    String one = write("1.json", "{\"a\": 1}");
    Map<String, String> options = Map.of("path", folder + "/*.json", "filename", "true");
    assertThat(TestTables.inferred(options)).containsExactly("a bigint", "_filename text");
    assertThat(TestTables.scan(options, "a integer", "_filename text").rows())
        .containsExactly(List.of("1", one));
  }

  @Test
  void aColumnNamedFilenameIsNotMistakenForTheFile() throws IOException {
    String path = write("1.csv", "filename,n\nx,1\ny,z\n");
    Map<String, String> options = Map.of("path", path, "filename", "true");
    assertThat(TestTables.scan(options, "filename text", "_filename text").rows())
        .containsExactly(List.of("x", path), List.of("y", path));
    assertThatThrownBy(() -> TestTables.scan(options, "n integer"))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.detail()).contains(path));
  }

  @Test
  void foldersAreColumns() throws IOException {
    write("year=2023/month=01/a.csv", "v\n1\n");
    write("year=2024/month=02/a.csv", "v\n2\n");
    Map<String, String> options = Map.of("path", folder + "/**/*.csv", "hive_partitioning", "true");
    assertThat(TestTables.inferred(options))
        .containsExactly("v bigint", "year bigint", "month text");
    assertThat(TestTables.scan(options, "v bigint", "year integer", "month text").rows())
        .containsExactlyInAnyOrder(List.of("1", "2023", "01"), List.of("2", "2024", "02"));
  }

  @Test
  void aQualOnAFolderLeavesFilesOut() {
    TestTables.duckdb(
        "COPY (SELECT range AS v, range %% 4 AS p FROM range(100)) TO '%s/t' (FORMAT parquet, PARTITION_BY p)"
            .formatted(folder));
    Map<String, String> options =
        Map.of("path", folder + "/t/**/*.parquet", "hive_partitioning", "true");
    LakeTable table = TestTables.table(options, "v bigint", "p bigint");
    Expression qual = equal("p", 2, "bigint", "3");
    assertThat(table.support(qual)).isEqualTo(QualSupport.EXACT);
    ScanRequest request =
        new ScanRequest(TestTables.columns("v bigint"), List.of(qual), List.of(), -1, 0, true);
    Cursor cursor = table.scan(request);
    List<ExplainLine> lines = new ArrayList<>();
    ArrowRows rows = ArrowRows.count(new StatisticsCursor(cursor, lines));
    assertThat(rows.rowCount()).isEqualTo(25);
    assertThat(lines.get(0).value()).isEqualTo("1 of 4");
  }

  @Test
  void qualsLookAtTheTableTypesNotTheFiles() {
    TestTables.duckdb(
        "COPY (SELECT 1::SMALLINT AS a UNION ALL SELECT 2) TO '%s/1.parquet' (FORMAT parquet)"
            .formatted(folder));
    TestTables.duckdb(
        "COPY (SELECT '2' AS a UNION ALL SELECT '3') TO '%s/2.parquet' (FORMAT parquet)"
            .formatted(folder));
    LakeTable table = TestTables.table(Map.of("path", folder + "/*.parquet"), "a integer");
    Expression qual = equal("a", 1, "integer", "2");
    ScanRequest request = TestTables.request(TestTables.columns("a integer"), List.of(qual), -1);
    assertThat(ArrowRows.read(table.scan(request)).firstColumn()).containsExactly("2", "2");
  }

  @Test
  void aPatternThatMatchesNothingIsAnError() {
    assertThatThrownBy(() -> TestTables.scan(folder + "/*.csv", "a integer"))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.sqlState()).isEqualTo("58P01"))
        .hasMessage("no file matches the path \"" + folder + "/*.csv\"");
  }

  @Test
  void aFileThatChangesIsReadAsItIs() throws IOException {
    String path = write("1.csv", "a,b\n1,2\n");
    LakeTable table = TestTables.table(Map.of("path", path), "a integer");
    ScanRequest request = TestTables.all("a integer");
    assertThat(ArrowRows.read(table.scan(request)).firstColumn()).containsExactly("1");
    write("1.csv", "b;a\n2;10\n3;11\n");
    assertThat(ArrowRows.read(table.scan(request)).firstColumn()).containsExactly("10", "11");
  }

  @Test
  void aParquetFileThatIsReplacedAtOnceIsReadAsItIs() {
    String copy = "COPY (SELECT %d::BIGINT AS a) TO '" + folder + "/1.parquet' (FORMAT parquet)";
    LakeTable table = TestTables.table(Map.of("path", folder + "/1.parquet"), "a bigint");
    for (int i = 1000; i < 1020; i++) {
      TestTables.duckdb(copy.formatted(i));
      assertThat(ArrowRows.read(table.scan(TestTables.all("a bigint"))).value())
          .isEqualTo(Integer.toString(i));
    }
  }

  private static Expression equal(String column, int number, String type, String value) {
    PostgresType operand = TestTables.type(type);
    return new Expression.OperatorCall(
        new Expression.Operator(410, "pg_catalog", "=", operand, operand),
        List.of(
            new Expression.ColumnReference(column, number, operand, null),
            new Expression.Constant(operand, value, null)),
        TestTables.type("boolean"),
        null);
  }
}
