// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.LakeWrapper;
import io.icebridge.tx.LocalFileIO;
import io.icebridge.tx.Positions;
import io.icebridge.tx.TableChanges;
import io.icebridge.tx.Tables;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * A small table for the run whose loaded classes go into the archive. Making it is part of that
 * run, since sessions also write.
 */
public final class RehearsalTable {

  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "i", Types.IntegerType.get()),
          Types.NestedField.optional(2, "l", Types.LongType.get()),
          Types.NestedField.optional(3, "n", Types.DecimalType.of(10, 2)),
          Types.NestedField.optional(4, "f", Types.DoubleType.get()),
          Types.NestedField.optional(5, "t", Types.StringType.get()),
          Types.NestedField.optional(6, "d", Types.DateType.get()),
          Types.NestedField.optional(7, "ts", Types.TimestampType.withoutZone()),
          Types.NestedField.optional(8, "b", Types.BooleanType.get()));

  private RehearsalTable() {}

  /**
   * Makes a table of one data file, rows of which are then deleted.
   *
   * @param parquet a file with these columns and 100 rows
   * @param format Iceberg's format version
   * @return where its metadata is
   */
  public static String make(Path folder, Path parquet, int format) {
    Tables tables = new Tables(new LocalFileIO(), new ParquetPositionDeletes(LakeWrapper.engine()));
    tables.begin();
    TableChanges changes = tables.change(1, null, 0);
    changes.create(
        SCHEMA,
        PartitionSpec.unpartitioned(),
        folder.toString(),
        Map.of("format-version", Integer.toString(format)));
    DataFile file = file(parquet);
    changes.append(List.of(file));
    String location = commit(tables, null);
    tables.begin();
    PositionDeleteIndex positions = Positions.empty();
    positions.delete(7);
    tables.change(1, location, 0).removePositions(Map.of(file.location(), positions));
    return commit(tables, location);
  }

  private static String commit(Tables tables, String newest) {
    Map<Long, String> locations = new HashMap<>();
    locations.put(1L, newest);
    String location = tables.prepare(locations, false).get(1L);
    tables.commit();
    return location;
  }

  private static DataFile file(Path parquet) {
    Map<Integer, Long> counts = new HashMap<>();
    for (Types.NestedField column : SCHEMA.columns()) {
      counts.put(column.fieldId(), 100L);
    }
    Map<Integer, ByteBuffer> lower =
        Map.of(1, Conversions.toByteBuffer(Types.IntegerType.get(), 0));
    Map<Integer, ByteBuffer> upper =
        Map.of(1, Conversions.toByteBuffer(Types.IntegerType.get(), 99));
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(parquet.toString())
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(parquet.toFile().length())
        .withMetrics(new Metrics(100L, counts, counts, Map.of(), Map.of(), lower, upper))
        .build();
  }
}
