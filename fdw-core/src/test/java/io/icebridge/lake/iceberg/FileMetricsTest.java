// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics made of what DuckDB tells, beside those that Iceberg reads from the footer. */
class FileMetricsTest {

  @TempDir Path folder;

  private static final Schema SCHEMA =
      new Schema(
          optional(1, "bool", Types.BooleanType.get()),
          optional(2, "int", Types.IntegerType.get()),
          optional(3, "long", Types.LongType.get()),
          optional(4, "float", Types.FloatType.get()),
          optional(5, "double", Types.DoubleType.get()),
          optional(6, "dec4", Types.DecimalType.of(4, 1)),
          optional(7, "dec18", Types.DecimalType.of(18, 4)),
          optional(8, "dec38", Types.DecimalType.of(38, 9)),
          optional(9, "date", Types.DateType.get()),
          optional(10, "time", Types.TimeType.get()),
          optional(11, "ts", Types.TimestampType.withoutZone()),
          optional(12, "tstz", Types.TimestampType.withZone()),
          optional(13, "text", Types.StringType.get()),
          optional(14, "uuid", Types.UUIDType.get()),
          optional(15, "bytes", Types.BinaryType.get()),
          optional(16, "empty", Types.StringType.get()),
          optional(17, "list", Types.ListType.ofOptional(18, Types.IntegerType.get())),
          optional(
              19,
              "struct",
              Types.StructType.of(
                  optional(20, "a", Types.IntegerType.get()),
                  optional(21, "b \"q\"", Types.StringType.get()),
                  optional(
                      22,
                      "c",
                      Types.StructType.of(optional(23, "d", Types.DecimalType.of(20, 2)))))),
          optional(
              24,
              "structs",
              Types.ListType.ofOptional(
                  25, Types.StructType.of(optional(26, "x", Types.StringType.get())))),
          optional(27, "A", Types.IntegerType.get()),
          optional(28, "a", Types.IntegerType.get()));

  private static final String[] COLUMNS = {
    "bool boolean",
    "int integer",
    "long bigint",
    "float real",
    "double double precision",
    "dec4 numeric(4,1)",
    "dec18 numeric(18,4)",
    "dec38 numeric(38,9)",
    "date date",
    "time time",
    "ts timestamp",
    "tstz timestamptz",
    "text text",
    "uuid uuid",
    "bytes bytea",
    "empty text",
    "list integer[]",
    "struct row(a integer, b text, c text)",
    "structs text",
    "A integer",
    "a integer"
  };

  /** Values that differ from row to row, with NULLs among them. */
  private static String rows(long count, String text) {
    String[] values = {
      "i % 2 = 0",
      "i::INTEGER - 50",
      "i * 10000000000 - 7",
      "i::FLOAT / 4",
      "-i::DOUBLE / 8",
      "(i % 1000 / 10 - 3)::DECIMAL(4,1)",
      "(i * 1000000 - 0.0001)::DECIMAL(18,4)",
      "(i::DECIMAL(38,9) * 12345678901234567890 - 0.000000001)::DECIMAL(38,9)",
      "DATE '1950-06-01' + i::INTEGER * 37",
      "TIME '00:00:00.000001' + to_milliseconds(i * 77)",
      "TIMESTAMP '1969-12-31 23:59:59.999999' + to_microseconds(i * 1000001)",
      "TIMESTAMPTZ '2038-01-19 03:14:08.5+00' - to_days(i::INTEGER)",
      text,
      "('00000000-0000-4000-8000-' || lpad(i::VARCHAR, 12, '0'))::UUID",
      "encode(" + text + ")",
      "NULL::VARCHAR",
      "CASE WHEN i % 3 = 0 THEN [] ELSE [i::INTEGER, NULL] END",
      "{'a': CASE WHEN i % 2 = 0 THEN i::INTEGER END, 'b \"q\"': "
          + text
          + ", 'c': {'d': (i / 7)::DECIMAL(20,2)}}",
      "[{'x': " + text + "}]",
      "1",
      "2"
    };
    StringBuilder sql = new StringBuilder("SELECT ");
    for (int i = 0; i < values.length; i++) {
      sql.append(i == 0 ? "" : ", ").append("CASE WHEN i % 11 <> 5 THEN ").append(values[i]);
      sql.append(" END");
    }
    return sql + " FROM range(" + count + ") r(i)";
  }

  private static ParquetMetadata footer(DataFile file) throws IOException {
    LocalInputFile input = new LocalInputFile(Path.of(file.location()));
    try (SeekableInputStream stream = input.newStream()) {
      return ParquetFileReader.readFooter(
          input, ParquetReadOptions.builder(new PlainParquetConfiguration()).build(), stream);
    }
  }

  private static Map<Integer, Object> values(Schema schema, Map<Integer, ByteBuffer> bounds) {
    Map<Integer, Object> values = new TreeMap<>();
    bounds.forEach(
        (id, bytes) -> {
          Type type = schema.findType(id);
          Object value = Conversions.fromByteBuffer(type, bytes);
          values.put(id, value instanceof CharSequence ? value.toString() : value);
        });
    return values;
  }

  private static void check(Schema schema, DataFile file, Map<String, String> properties)
      throws IOException {
    ParquetMetadata footer = footer(file);
    Metrics expected =
        ParquetUtil.footerMetrics(
            footer, Stream.empty(), MetricsConfig.from(properties, schema, SortOrder.unsorted()));
    assertThat(file.recordCount()).isEqualTo(expected.recordCount());
    assertThat(file.columnSizes()).isEqualTo(expected.columnSizes());
    assertThat(file.valueCounts()).isEqualTo(expected.valueCounts());
    assertThat(file.nullValueCounts()).isEqualTo(expected.nullValueCounts());
    assertThat(values(schema, file.lowerBounds()))
        .isEqualTo(values(schema, expected.lowerBounds()));
    assertThat(values(schema, file.upperBounds()))
        .isEqualTo(values(schema, expected.upperBounds()));
    assertThat(file.splitOffsets()).isEqualTo(ParquetUtil.getSplitOffsets(footer));
    assertThat(file.fileSizeInBytes()).isEqualTo(Path.of(file.location()).toFile().length());
  }

  private void roundTrip(String select, Map<String, String> properties) throws IOException {
    try (WrittenTable table = new WrittenTable(folder, SCHEMA, properties)) {
      Schema schema = table.view().schema();
      table.insert(WrittenTable.columns(COLUMNS), select);
      assertThat(table.dataFiles()).hasSize(1);
      for (DataFile file : table.dataFiles()) {
        check(schema, file, properties);
      }
    }
  }

  @Test
  void everyTypeAsInTheFooter() throws IOException {
    roundTrip(rows(100, "'text number ' || i"), Map.of());
  }

  @Test
  void severalRowGroups() throws IOException {
    roundTrip(rows(300_000, "'t' || i % 100"), Map.of());
  }

  @Test
  void longTextsAreCutAtSixteenCharacters() throws IOException {
    roundTrip(rows(20, "repeat('é€𝄞' || i, 200)"), Map.of());
    roundTrip(rows(20, "chr(1114111) || repeat(chr(1114111), 40)"), Map.of());
  }

  @Test
  void metricsModesOfTheTable() throws IOException {
    roundTrip(
        rows(20, "'a long enough text ' || i"),
        Map.of(
            "write.metadata.metrics.default", "counts",
            "write.metadata.metrics.column.text", "truncate(3)",
            "write.metadata.metrics.column.long", "none",
            "write.metadata.metrics.column.struct.c.d", "full"));
  }

  @Test
  void nanCountsAndSignsOfZero() {
    Schema schema =
        new Schema(
            optional(1, "f", Types.FloatType.get()), optional(2, "d", Types.DoubleType.get()));
    try (WrittenTable table = new WrittenTable(folder, schema, Map.of())) {
      table.insert(
          WrittenTable.columns("f real", "d double precision"),
          "FROM (VALUES ('nan'::FLOAT, 0.0::DOUBLE), (1.5, 0.0), ('nan', NULL), (NULL, 0.0))");
      DataFile file = table.dataFiles().get(0);
      assertThat(file.nanValueCounts()).isEqualTo(Map.of(1, 2L, 2, 0L));
      assertThat(file.nullValueCounts()).isEqualTo(Map.of(1, 1L, 2, 1L));
      assertThat(values(schema, file.lowerBounds())).isEqualTo(Map.of(1, 1.5f, 2, -0.0));
      assertThat(values(schema, file.upperBounds())).isEqualTo(Map.of(1, 1.5f, 2, 0.0));
    }
  }

  @Test
  void noBoundWhereItIsNotCertain() {
    Schema schema =
        new Schema(
            optional(1, "d", Types.DateType.get()),
            optional(2, "t", Types.TimestampType.withoutZone()));
    try (WrittenTable table = new WrittenTable(folder, schema, Map.of())) {
      table.insert(
          WrittenTable.columns("d date", "t timestamp"),
          "FROM (VALUES (DATE '0044-03-15 (BC)', TIMESTAMP '2020-01-01'),"
              + " (DATE '10000-01-01', 'infinity'::TIMESTAMP))");
      DataFile file = table.dataFiles().get(0);
      assertThat(values(schema, file.lowerBounds())).isEqualTo(Map.of(2, 1577836800000000L));
      assertThat(values(schema, file.upperBounds())).isEqualTo(Map.of(1, 2932897));
    }
  }

  @Test
  void filesAreSplitAtTheTargetSize() throws IOException {
    Schema schema = new Schema(optional(1, "n", Types.LongType.get()));
    Map<String, String> properties = Map.of("write.target-file-size-bytes", "1000000");
    try (WrittenTable table = new WrittenTable(folder, schema, properties)) {
      table.insert(
          WrittenTable.columns("n bigint"),
          "SELECT (hash(i) // 2)::BIGINT FROM range(1000000) r(i)");
      assertThat(table.dataFiles().size()).isGreaterThan(4);
      List<String> locations = new ArrayList<>();
      long records = 0;
      for (DataFile file : table.dataFiles()) {
        check(schema, file, properties);
        locations.add(file.location());
        records += file.recordCount();
      }
      assertThat(records).isEqualTo(1_000_000);
      assertThat(locations).doesNotHaveDuplicates();
    }
  }
}
