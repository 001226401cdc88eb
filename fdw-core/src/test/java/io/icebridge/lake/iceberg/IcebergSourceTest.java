// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.lake.TestTables;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.table.EngineSource;
import io.icebridge.lake.table.MetadataAggregate;
import io.icebridge.lake.table.MetadataAggregate.Kind;
import io.icebridge.lake.table.SourceRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as parts of a query over several. */
class IcebergSourceTest {

  private static final Schema PLAIN =
      new Schema(
          Types.NestedField.optional(1, "id", Types.IntegerType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()));

  private static final String IDS = "{id: 1, name: 2}";
  private static final String[] COLUMNS = {"id integer", "name text"};

  @TempDir Path folder;

  private final List<byte[]> parameters = new ArrayList<>();

  private EngineSource source(IcebergFolder table, String... columns) {
    return table
        .open(COLUMNS)
        .source(new SourceRequest(TestTables.columns(columns), List.of(), parameters, false));
  }

  /** Rows of a query with {@code %s} in the table's place, each as its values with commas. */
  private List<String> rows(String sql, EngineSource source) {
    try (EngineConnection connection = TestTables.ENGINE.acquire()) {
      return connection.objects(sql.formatted(source.sql()), parameters).stream()
          .map(row -> String.join(", ", Arrays.stream(row).map(String::valueOf).toList()))
          .toList();
    }
  }

  @Test
  void aTableOfFilesAlikeIsTheBareCallThatReadsThem() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    table.append(table.data("SELECT 1::INTEGER AS id, 'one' AS name", IDS));
    table.append(table.data("SELECT 2::INTEGER AS id, 'two' AS name", IDS));

    EngineSource source = source(table, COLUMNS);
    assertThat(source.sql()).startsWith("read_parquet(").endsWith(")");
    assertThat(source.files()).hasSize(2);
    assertThat(source.totalFiles()).isEqualTo(2);
    assertThat(rows("SELECT t1.\"name\", t1.\"id\" FROM %s AS t1 ORDER BY 2", source))
        .containsExactly("one, 1", "two, 2");
    assertThat(rows("SELECT count(*) FROM %s AS t1", source(table))).containsExactly("2");
  }

  private double estimatedRows(EngineSource source) {
    String plan = rows("EXPLAIN (FORMAT json) SELECT * FROM %s AS t1", source).get(0);
    Matcher estimate = Pattern.compile("\"Estimated Cardinality\": \"(\\d+)\"").matcher(plan);
    assertThat(estimate.find()).as(plan).isTrue();
    return Double.parseDouble(estimate.group(1));
  }

  @Test
  void duckDbIsToldAboutHowManyRowsThereAre() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    DataFile small = table.data("SELECT i::INTEGER AS id, 'few' AS name FROM range(3) r(i)", IDS);
    DataFile large =
        table.data("SELECT i::INTEGER AS id, NULL::VARCHAR AS name FROM range(150000) r(i)", IDS);
    table.append(small);
    table.append(large);
    EngineSource source = source(table, COLUMNS);
    assertThat(estimatedRows(source)).isBetween(150_003 / 2.0, 150_003 * 2.0);
    String counts = "SELECT count(*), count(name), sum(id) FROM %s AS t1";
    assertThat(rows(counts, source)).containsExactly("150003, 3, " + (11_249_925_000L + 3));

    // Whichever file comes first, rows are deleted in the one they are in.
    table.delete(
        table.positionDeletes(
            "SELECT '"
                + small.location()
                + "' AS file_path, 1::BIGINT AS pos UNION ALL SELECT '"
                + large.location()
                + "', unnest([7, 8])",
            ""));
    assertThat(rows(counts, source(table, COLUMNS)))
        .containsExactly("150000, 2, " + (11_249_925_000L + 2 - 15));
  }

  @Test
  void deletesAndRenamesHideBehindTheTablesOwnNames() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    DataFile first =
        table.data("SELECT i::INTEGER AS id, 'a' || i AS name FROM range(4) AS r(i)", IDS);
    table.append(first);
    table.table().updateSchema().renameColumn("name", "x").addColumn("y", Types.LongType.get());
    table.delete(
        table.positionDeletes(
            "SELECT '" + first.location() + "' AS file_path, 2::BIGINT AS pos", ""));
    table.append(table.data("SELECT 9::INTEGER AS id, 'nine' AS name", IDS));

    EngineSource source = source(table, COLUMNS);
    assertThat(rows("SELECT t1.\"id\", t1.\"name\" FROM %s AS t1 ORDER BY 1", source))
        .containsExactly("0, a0", "1, a1", "3, a3", "9, nine");
    assertThat(
            rows(
                "SELECT count(*) FROM %1$s AS t1 JOIN %1$s AS t2 ON t1.\"id\" < t2.\"id\"", source))
        .containsExactly("6");
  }

  @Test
  void aTableWithoutFilesHasItsColumnsAndNoRows() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    assertThat(
            rows(
                "SELECT typeof(max(t1.\"id\")), typeof(max(t1.\"name\")), count(*) FROM %s AS t1",
                source(table, COLUMNS)))
        .containsExactly("INTEGER, VARCHAR, 0");
  }

  private static DataFile measured(Path file, long rows, Map<Integer, Integer> nulls, int... id) {
    Types.IntegerType type = Types.IntegerType.get();
    Map<Integer, ByteBuffer> lower = id.length == 0 ? Map.of() : bound(type, id[0]);
    Map<Integer, ByteBuffer> upper = id.length == 0 ? Map.of() : bound(type, id[1]);
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(file.toString())
        .withFileSizeInBytes(file.toFile().length())
        .withMetrics(
            new Metrics(
                rows,
                Map.of(),
                Map.of(1, rows, 2, rows),
                Map.of(1, (long) nulls.get(1), 2, (long) nulls.get(2)),
                Map.of(),
                lower,
                upper))
        .build();
  }

  private static Map<Integer, ByteBuffer> bound(Types.IntegerType type, int value) {
    return Map.of(1, Conversions.toByteBuffer(type, value));
  }

  private static List<MetadataAggregate> aggregates(Kind... kinds) {
    ColumnDefinition id = TestTables.columns(COLUMNS).get(0);
    return Arrays.stream(kinds)
        .map(kind -> new MetadataAggregate(kind, kind == Kind.ROWS ? null : id))
        .toList();
  }

  @Test
  void countsAndBoundsComeFromMetadataWhereTheyAreExact() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    Path file = table.parquet("SELECT 1::INTEGER AS id, 'one' AS name", IDS);
    table.append(measured(file, 10, Map.of(1, 2, 2, 0), -5, 70));
    table.append(measured(file, 3, Map.of(1, 3, 2, 0)));

    IcebergTable open = table.open(COLUMNS);
    assertThat(open.fromMetadata(aggregates(Kind.MAX, Kind.ROWS, Kind.MIN, Kind.VALUES), List.of()))
        .isEqualTo(
            "SELECT CAST('70' AS INTEGER), CAST(13 AS BIGINT), CAST('-5' AS INTEGER),"
                + " CAST(8 AS BIGINT)");
    ColumnDefinition name = TestTables.columns(COLUMNS).get(1);
    assertThat(open.fromMetadata(List.of(new MetadataAggregate(Kind.MIN, name)), List.of()))
        .isNull();
    assertThat(open.fromMetadata(List.of(new MetadataAggregate(Kind.VALUES, name)), List.of()))
        .isEqualTo("SELECT CAST(13 AS BIGINT)");
  }

  @Test
  void filesWithoutBoundsOrWithDeletesAreRead() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    Path path = table.parquet("SELECT 1::INTEGER AS id, 'one' AS name", IDS);
    table.append(measured(path, 10, Map.of(1, 2, 2, 0)));
    assertThat(table.open(COLUMNS).fromMetadata(aggregates(Kind.MIN), List.of())).isNull();
    assertThat(table.open(COLUMNS).fromMetadata(aggregates(Kind.ROWS), List.of()))
        .isEqualTo("SELECT CAST(10 AS BIGINT)");

    table.delete(table.positionDeletes("SELECT '" + path + "' AS file_path, 2::BIGINT AS pos", ""));
    assertThat(table.open(COLUMNS).fromMetadata(aggregates(Kind.ROWS), List.of())).isNull();
  }
}
