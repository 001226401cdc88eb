// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.StreamWriter;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.engine.QueryStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritersTest {

  private static final Schema SCHEMA =
      new Schema(
          optional(1, "id", Types.LongType.get()),
          optional(2, "name", Types.StringType.get()),
          optional(3, "n", Types.DecimalType.of(10, 2)),
          optional(4, "list", Types.ListType.ofOptional(5, Types.IntegerType.get())));

  private static final List<ColumnDefinition> COLUMNS =
      WrittenTable.columns("id bigint", "name text", "n numeric(10,2)", "list integer[]");

  private static final List<ColumnDefinition> NAME = WrittenTable.columns("name text");

  @TempDir Path folder;
  private WrittenTable table;

  @BeforeEach
  void make() {
    table = new WrittenTable(folder, SCHEMA, Map.of());
  }

  @AfterEach
  void drop() {
    table.close();
  }

  private void insert(int from, int to) {
    table.insert(
        COLUMNS,
        "SELECT i::BIGINT, 'r' || i, (i / 4)::DECIMAL(10,2), [i::INTEGER, NULL] FROM range("
            + from
            + ", "
            + to
            + ") r(i)");
  }

  private List<String> all() {
    return table.rows("f1, f2, f3, f4::VARCHAR", "true");
  }

  private long files() throws IOException {
    Path data = folder.resolve("t/data");
    if (!Files.exists(data)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(data)) {
      return files.count();
    }
  }

  @Test
  void insertedRowsAreRead() {
    insert(0, 2);
    assertThat(all()).containsExactly("0|r0|0.00|[0, NULL]", "1|r1|0.25|[1, NULL]");
  }

  private List<String> encodings(int column) {
    return table
        .engine
        .rows(
            "SELECT DISTINCT encodings FROM parquet_metadata('"
                + folder.resolve("t/data").resolve("*.parquet")
                + "') WHERE column_id = "
                + column)
        .stream()
        .map(row -> row[0])
        .toList();
  }

  @Test
  void pagesAreOfTheVersionThatThePropertyNames() {
    insert(0, 10_000);
    assertThat(encodings(0)).containsExactly("PLAIN");
    table.close();
    table =
        new WrittenTable(
            folder.resolve("v2"), SCHEMA, Map.of(TableProperties.PARQUET_PAGE_VERSION, "v2"));
    folder = folder.resolve("v2");
    insert(0, 10_000);
    assertThat(encodings(0)).containsExactly("DELTA_BINARY_PACKED");
    assertThat(table.rows("f1, f2, f3", "f1 = 7777")).containsExactly("7777|r7777|1944.25");
  }

  private long pages(int column) {
    return Long.parseLong(
        table.engine.rows(
                "SELECT sum(pages.count) FROM parquet_metadata('"
                    + folder.resolve("t/data").resolve("*.parquet")
                    + "'), unnest(encoding_stats) s(pages) WHERE column_id = "
                    + column
                    + " AND pages.page_type = 'DATA_PAGE'")
            .get(0)[0]);
  }

  @Test
  void pagesAreAsLargeAsThePropertySays() {
    insert(0, 10_000);
    assertThat(pages(0)).isEqualTo(1);
    insert(0, 100_000);
    assertThat(pages(0)).isGreaterThan(2);
    table.close();
    table =
        new WrittenTable(
            folder.resolve("small"), SCHEMA, Map.of(TableProperties.PARQUET_PAGE_SIZE_BYTES, "1"));
    folder = folder.resolve("small");
    insert(0, 1_000);
    assertThat(pages(0)).isEqualTo(1_000);
    assertThat(table.rows("f1, f2, f3, f4::VARCHAR", "f1 = 777"))
        .containsExactly("777|r777|194.25|[777, NULL]");
  }

  @Test
  void columnsThatAreNotHandedOverAreNull() {
    table.insert(WrittenTable.columns("n integer", "id smallint"), "SELECT 7, 3::SMALLINT");
    assertThat(table.rows("f1, f2 IS NULL, f3", "true")).containsExactly("3|true|7.00");
  }

  @Test
  void rowsAreDeletedAcrossFiles() {
    insert(0, 10);
    insert(10, 20);
    table.delete("f1 % 7 = 3");
    assertThat(table.files()).hasSize(2);
    assertThat(table.rows("f1", "f1 < 12"))
        .containsExactly("0", "1", "11", "2", "4", "5", "6", "7", "8", "9");
    table.delete("f1 IN (0, 19)");
    assertThat(table.rows("f1", "f1 < 2 OR f1 > 17")).containsExactly("1", "18");
  }

  @Test
  void aFileMostOfWhoseRowsGoIsRewritten() {
    insert(0, 10);
    String before = table.dataFiles().get(0).location();
    table.delete("f1 < 3");
    assertThat(table.dataFiles().get(0).location()).isEqualTo(before);
    table.delete("f1 < 5");
    DataFile after = table.dataFiles().get(0);
    assertThat(after.location()).isNotEqualTo(before);
    assertThat(after.recordCount()).isEqualTo(5);
    assertThat(table.files().get(0).removed()).isNull();
    assertThat(table.rows("f1", "true")).containsExactly("5", "6", "7", "8", "9");
  }

  @Test
  void aFileAllOfWhoseRowsGoIsNotRead() throws IOException {
    insert(0, 10);
    table.delete("true");
    assertThat(table.files()).isEmpty();
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void updatedRowsKeepTheirOtherColumns() {
    insert(0, 4);
    insert(4, 8);
    table.update(NAME, "'new ' || id", "f1 IN (1, 6)");
    assertThat(table.rows("f1, f2, f3, f4::VARCHAR", "f1 IN (1, 2, 6)"))
        .containsExactly("1|new 1|0.25|[1, NULL]", "2|r2|0.50|[2, NULL]", "6|new 6|1.50|[6, NULL]");
    assertThat(all()).hasSize(8);
  }

  @Test
  void updatedRowsAreUpdatedAgainAndDeleted() {
    insert(0, 4);
    table.update(NAME, "'a'", "f1 >= 2");
    table.update(NAME, "'b'", "f2 = 'a' AND f1 = 3");
    table.update(WrittenTable.columns("id bigint"), "99::BIGINT", "f2 = 'b'");
    table.delete("f2 = 'a'");
    assertThat(table.rows("f1, f2", "true")).containsExactly("0|r0", "1|r1", "99|b");
  }

  @Test
  void manyFilesAreUpdatedAtOnce() {
    for (int i = 0; i < 20; i++) {
      insert(i * 5, i * 5 + 5);
    }
    table.update(NAME, "'x'", "f1 % 5 = 2");
    assertThat(table.rows("f1", "f2 = 'x' AND f3 = f1 / 4")).hasSize(20);
    assertThat(all()).hasSize(100);
  }

  @Test
  void wholeRowsAreUpdatedWithoutReadingOldOnes() {
    insert(0, 4);
    table.update(COLUMNS, "7::BIGINT, 'n', NULL, NULL", "f1 = 2");
    assertThat(table.rows("f1, f2, f3 IS NULL, f4 IS NULL", "f2 = 'n'"))
        .containsExactly("7|n|true|true");
  }

  @Test
  void rowsInManyRowGroupsAreUpdated() {
    insert(0, 400_000);
    table.update(NAME, "'x'", "f1 % 1000 = 5");
    assertThat(table.rows("count(*), min(f1), max(f3)", "f2 = 'x'"))
        .containsExactly("400|5|99751.25");
    assertThat(table.rows("count(*), sum(f1)", "true")).containsExactly("400000|79999800000");
  }

  @Test
  void noRowsMakeNoFile() throws IOException {
    table.insert(COLUMNS, "SELECT 1::BIGINT, 'a', 0::DECIMAL(10,2), [1] WHERE false");
    assertThat(table.files()).isEmpty();
    assertThat(files()).isZero();
  }

  @Test
  void aFailedInsertLeavesNoFile() throws IOException {
    assertThatThrownBy(
            () ->
                table.insert(
                    WrittenTable.columns("n text"),
                    "SELECT CASE WHEN i = 299999 THEN '1e30' ELSE '1' END"
                        + " FROM range(300000) r(i)"))
        .isInstanceOf(WrapperException.class);
    assertThat(files()).isZero();
    assertThat(table.files()).isEmpty();
  }

  @Test
  void aStatementThatIsGivenUpLeavesNoFile() throws IOException {
    StreamWriter writer = new InsertWriter(table.engine, table.change(), COLUMNS);
    try (EngineConnection source = table.engine.acquire();
        QueryStream stream =
            source.stream(
                "SELECT i::BIGINT, 'r' || i, 0::DECIMAL(10,2), [1] FROM range(3000000) r(i)",
                List.of(),
                "",
                2048,
                false,
                true)) {
      writer.start(stream.address());
      writer.close();
    }
    assertThat(files()).isZero();
    assertThat(table.files()).isEmpty();
  }

  @Test
  void requiredColumnsTakeNoNull() throws IOException {
    try (WrittenTable strict =
        new WrittenTable(
            folder.resolve("strict"),
            new Schema(required(1, "id", Types.LongType.get())),
            Map.of())) {
      assertThatThrownBy(
              () -> strict.insert(WrittenTable.columns("id bigint"), "SELECT unnest([1, NULL])"))
          .isInstanceOfSatisfying(
              WrapperException.class, e -> assertThat(e.sqlState()).isEqualTo("23502"));
    }
  }
}
