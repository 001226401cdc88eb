// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.ColumnStatistics;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.lake.TestTables;
import io.icebridge.lake.table.MetadataAggregate;
import io.icebridge.lake.table.MetadataAggregate.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.GenericBlobMetadata;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What metrics tell of columns, where they are partial too. The data files need not exist. */
class ColumnStatisticsTest {

  private static final Types.IntegerType INTEGER = Types.IntegerType.get();
  private static final Schema SCHEMA = new Schema(Types.NestedField.optional(1, "id", INTEGER));
  private static final String COLUMN = "id integer";
  private static final ColumnDefinition ID = TestTables.columns(COLUMN).get(0);
  private static final PostgresType BOOLEAN = TestTables.columns("b boolean").get(0).type();

  @TempDir Path folder;
  private int tables;

  /** A file; null for what its writer has not told. */
  private DataFile file(long rows, Long nulls, Integer least, Integer greatest) {
    Map<Integer, Long> nullCounts = new HashMap<>();
    if (nulls != null) {
      nullCounts.put(1, nulls);
    }
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(folder + "/" + rows + nulls + least + greatest + ".parquet")
        .withFileSizeInBytes(1)
        .withMetrics(
            new Metrics(
                rows,
                Map.of(),
                Map.of(1, rows),
                nullCounts,
                Map.of(),
                bound(least),
                bound(greatest)))
        .build();
  }

  private static Map<Integer, ByteBuffer> bound(Integer value) {
    return value == null ? Map.of() : Map.of(1, Conversions.toByteBuffer(INTEGER, value));
  }

  private IcebergFolder table(DataFile... files) {
    tables++;
    IcebergFolder table = IcebergFolder.of(folder.resolve("table" + tables), 2, SCHEMA);
    if (files.length > 0) {
      table.append(files);
    }
    return table;
  }

  @Test
  void histogramsAreMadeOfBounds() {
    ColumnStatistics statistics =
        table(file(100, 50L, 0, 99), file(50, 0L, 100, 199)).open(COLUMN).statistics(ID);
    assertThat(statistics.nullFraction()).isEqualTo(1 / 3.0, within(1e-9));
    assertThat(statistics.histogram()).hasSize(9).startsWith("0").endsWith("199");
    assertThat(Double.parseDouble(statistics.histogram().get(4))).isEqualTo(99, within(1.0));
    // The range has more values than there are rows, so it says nothing.
    assertThat(statistics.distinctValues()).isZero();
  }

  @Test
  void someOfVeryManyFilesStandForAll() {
    DataFile[] files = new DataFile[1501];
    for (int i = 0; i < files.length; i++) {
      files[i] = file(10, 0L, 10 * i, 10 * i + 9);
    }
    ColumnStatistics statistics = table(files).open(COLUMN).statistics(ID);
    assertThat(statistics.histogram()).hasSize(101).startsWith("0").endsWith("15009");
    assertThat(Double.parseDouble(statistics.histogram().get(50))).isEqualTo(7500, within(150.0));
    assertThat(statistics.distinctValues()).isEqualTo(15010);
  }

  @Test
  void filesWithoutBoundsLeaveItOpen() {
    ColumnStatistics statistics =
        table(file(10, 0L, 0, 9), file(100, null, null, null)).open(COLUMN).statistics(ID);
    assertThat(statistics.histogram()).isEmpty();
    assertThat(table().open(COLUMN).statistics(ID).histogram()).isEmpty();
  }

  @Test
  void theNewestStatisticsFileTellsHowManyValuesThereAre() {
    IcebergFolder table = table(file(1000, 0L, 0, 999));
    assertThat(table.open(COLUMN).statistics(ID).distinctValues()).isEqualTo(1000);
    tell(table, "70");
    assertThat(table.open(COLUMN).statistics(ID).distinctValues()).isEqualTo(70);
    table.append(file(1000, 0L, 1000, 1999));
    assertThat(table.open(COLUMN).statistics(ID).distinctValues()).isEqualTo(70);
    tell(table, "90");
    assertThat(table.open(COLUMN).statistics(ID).distinctValues()).isEqualTo(90);
    table.append(file(1, 0L, 5, 5));
    tell(table, "many");
    assertThat(table.open(COLUMN).statistics(ID).distinctValues()).isEqualTo(90);
  }

  private static void tell(IcebergFolder table, String values) {
    long snapshot = table.table().currentSnapshot().snapshotId();
    table
        .table()
        .updateStatistics()
        .setStatistics(
            new GenericStatisticsFile(
                snapshot,
                table.metadataLocation() + ".stats",
                1,
                1,
                List.of(
                    new GenericBlobMetadata(
                        "apache-datasketches-theta-v1",
                        snapshot,
                        table.table().currentSnapshot().sequenceNumber(),
                        List.of(1),
                        Map.of("ndv", values)))))
        .commit();
  }

  private static Expression is(String operator, int value) {
    return new OperatorCall(
        new Operator(0, "pg_catalog", operator, ID.type(), ID.type()),
        List.of(
            new ColumnReference("id", 1, ID.type(), null),
            new Constant(ID.type(), Integer.toString(value), null)),
        BOOLEAN,
        null);
  }

  private static String counted(IcebergFolder table, Expression... quals) {
    return table
        .open(COLUMN)
        .fromMetadata(List.of(new MetadataAggregate(Kind.ROWS, null)), List.of(quals));
  }

  @Test
  void countsNeedProofThatAllRowsOfAFileSatisfyACondition() {
    IcebergFolder table = table(file(10, 0L, 0, 9), file(20, 0L, 10, 29));
    assertThat(counted(table, is(">=", 10))).isEqualTo("SELECT CAST(20 AS BIGINT)");
    assertThat(counted(table, is("<", 10))).isEqualTo("SELECT CAST(10 AS BIGINT)");
    assertThat(counted(table, is("<>", 50), is(">=", 0))).isEqualTo("SELECT CAST(30 AS BIGINT)");
    assertThat(counted(table, is(">", 10))).isNull();
    assertThat(counted(table, is("=", 3))).isNull();
    assertThat(counted(table, is("&", 3))).isNull();
  }

  @Test
  void nullsAndMetricsThatAreNotThereAreNoProof() {
    assertThat(counted(table(file(10, 1L, 0, 9)), is(">=", 0))).isNull();
    assertThat(counted(table(file(11, null, 0, 9)), is(">=", 0))).isNull();
    assertThat(counted(table(file(12, 0L, null, 9)), is(">=", 0))).isNull();
    assertThat(counted(table(file(13, 0L, 0, null)), is(">=", 0)))
        .isEqualTo("SELECT CAST(13 AS BIGINT)");
  }
}
