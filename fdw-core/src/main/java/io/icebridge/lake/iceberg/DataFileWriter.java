// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.tx.FaultPoint;
import io.icebridge.tx.LocalFileIO;
import io.icebridge.tx.TableChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Writes rows into new data files of a table: DuckDB's COPY, whose statistics become Iceberg's
 * metrics.
 *
 * <p>One writer serves one COPY. It is made by the thread that works on the transaction; the COPY
 * may run on any.
 */
final class DataFileWriter {

  private static final String PATTERN_NUMBER = "{i}";
  private static final String SUFFIX = ".parquet";
  private static final long FIRST_ROW_GROUP = 4;

  /** What DuckDB accepts at most. */
  private static final long LARGEST_PAGE = 100L << 20;

  private final TableChanges changes;
  private final TableMetadata table;
  private final FileColumns columns;
  private final String prefix;
  private String folder;

  /** A writer of new rows. */
  DataFileWriter(TableChanges changes) {
    this(changes, changes.metadata().schema());
  }

  /** A writer of rows that were in other files before, and so have a lineage. */
  static DataFileWriter ofMoved(TableChanges changes) {
    return new DataFileWriter(
        changes, Lineage.moved(changes.metadata().schema(), changes.metadata().formatVersion()));
  }

  private DataFileWriter(TableChanges changes, Schema schema) {
    this.changes = changes;
    this.table = changes.metadata();
    if (!table.spec().isUnpartitioned()) {
      throw WrapperException.unsupported("writing to partitioned Iceberg tables is not supported");
    }
    this.columns = new FileColumns(schema);
    // As other writers name them: partition, task, operation, count.
    this.prefix = "00000-0-" + UUID.randomUUID() + "-";
  }

  FileColumns columns() {
    return columns;
  }

  /**
   * Writes the rows of a query.
   *
   * @param select with the columns of {@link #columns()}, in their order and under their names
   * @param parameters of the query
   * @return the files, which belong to no snapshot yet; none where there were no rows
   */
  List<DataFile> write(EngineConnection connection, String select, List<byte[]> parameters) {
    String first = changes.newFile(prefix + 0 + SUFFIX);
    folder = first.substring(0, first.lastIndexOf('/') + 1);
    makeFolder();
    List<DataFile> files = new ArrayList<>();
    FaultPoint.BEFORE_DATA_FILE.reached();
    for (Object[] row : connection.objects(copy(select), parameters)) {
      WrittenFile written = WrittenFile.of(row);
      String location = folder + written.path().substring(written.path().lastIndexOf('/') + 1);
      changes.written(location);
      if (written.records() == 0) {
        delete(location);
        continue;
      }
      FaultPoint.DATA_FILE_WRITTEN.reached();
      checkRequired(written);
      files.add(file(connection, location, written));
      FaultPoint.STATISTICS_READ.reached();
    }
    return files;
  }

  /** DuckDB makes only the last one. */
  private void makeFolder() {
    Path path = LocalFileIO.path(folder);
    try {
      // Which makes sure by trying to make it.
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
      }
    } catch (IOException failure) {
      throw WrapperException.of(SqlState.IO_ERROR, "could not create folder \"" + path + "\"")
          .causedBy(failure);
    }
  }

  private String copy(String select) {
    Map<String, String> properties = table.properties();
    long size =
        PropertyUtil.propertyAsLong(
            properties,
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
    return "COPY ("
        + select
        + ") TO "
        + Sql.literal(LocalFileIO.path(folder).toString())
        + " (FORMAT parquet, "
        + compression(properties)
        + pages(properties)
        + ", FIELD_IDS "
        + columns.fieldIds()
        + ", FILE_SIZE_BYTES "
        + Math.max(1, size)
        + ", FILENAME_PATTERN "
        + Sql.literal(prefix + PATTERN_NUMBER)
        // The folder holds other files; ours have names of their own.
        + ", OVERWRITE_OR_IGNORE, RETURN_STATS)";
  }

  private static String compression(Map<String, String> properties) {
    String codec =
        properties
            .getOrDefault(
                TableProperties.PARQUET_COMPRESSION,
                TableProperties.PARQUET_COMPRESSION_DEFAULT_SINCE_1_4_0)
            .toLowerCase(Locale.ROOT);
    String level = properties.get(TableProperties.PARQUET_COMPRESSION_LEVEL);
    return switch (codec) {
      case "zstd" -> "COMPRESSION zstd" + (level == null ? "" : ", COMPRESSION_LEVEL " + level);
      case "snappy", "gzip", "brotli", "uncompressed" -> "COMPRESSION " + codec;
      case "lz4", "lz4_raw" -> "COMPRESSION lz4_raw";
      default ->
          throw WrapperException.unsupported(
                  "cannot write Parquet files with compression \"" + codec + "\"")
              .withHint(
                  "Set the table property "
                      + TableProperties.PARQUET_COMPRESSION
                      + " to zstd, snappy, gzip, lz4 or uncompressed.");
    };
  }

  /**
   * Pages of version 2 have deltas in place of values, which not every reader knows. Who looks for
   * a few rows has to unpack whole pages, which without a limit are as large as the row group.
   */
  private static String pages(Map<String, String> properties) {
    String version =
        properties.getOrDefault(
            TableProperties.PARQUET_PAGE_VERSION, TableProperties.PARQUET_PAGE_VERSION_DEFAULT);
    long size =
        PropertyUtil.propertyAsLong(
            properties,
            TableProperties.PARQUET_PAGE_SIZE_BYTES,
            TableProperties.PARQUET_PAGE_SIZE_BYTES_DEFAULT);
    return (version.equalsIgnoreCase("v2") ? ", PARQUET_VERSION v2" : "")
        + ", DATA_PAGE_SIZE_LIMIT "
        + Math.max(1, Math.min(size, LARGEST_PAGE));
  }

  /** PostgreSQL looks at its own NOT NULL constraints; this is for those of the Iceberg table. */
  private void checkRequired(WrittenFile written) {
    for (Types.NestedField column : columns.columns()) {
      Map<String, String> known =
          written.columns().get(Sql.name(columns.names().get(column.fieldId())));
      if (column.isRequired() && known != null && !"0".equals(known.get("null_count"))) {
        throw WrapperException.of(
                "23502",
                "null value in column \"" + column.name() + "\" violates not-null constraint")
            .withDetail("The Iceberg table requires a value.");
      }
    }
  }

  private DataFile file(EngineConnection connection, String location, WrittenFile written) {
    MetricsConfig config =
        MetricsConfig.from(table.properties(), table.schema(), table.sortOrder());
    return DataFiles.builder(table.spec())
        .withPath(location)
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(written.bytes())
        .withMetrics(FileMetrics.of(table.schema(), columns.names(), config, written))
        .withSplitOffsets(splitOffsets(connection, written))
        .build();
  }

  /** Where the row groups begin: what readers may split the file at. */
  private static List<Long> splitOffsets(EngineConnection connection, WrittenFile written) {
    if (written.rowGroups() <= 1) {
      return List.of(FIRST_ROW_GROUP);
    }
    List<Long> offsets = new ArrayList<>();
    connection.longs(
        "SELECT min(least(coalesce(nullif(dictionary_page_offset, 0), data_page_offset),"
            + " data_page_offset))::BIGINT FROM parquet_metadata("
            + Sql.literal(written.path())
            + ") GROUP BY row_group_id ORDER BY 1",
        some -> {
          for (long offset : some) {
            offsets.add(offset);
          }
        });
    return offsets;
  }

  /**
   * Deletes what was written, which will not be needed; for when the statement has failed. The
   * transaction deletes what it knows of as well, but not while DuckDB is still writing it.
   */
  void discard() {
    if (folder == null) {
      return;
    }
    int number = 0;
    while (delete(folder + prefix + number + SUFFIX)) {
      number++;
    }
  }

  /** Whether the file was there. */
  private static boolean delete(String location) {
    Path path = LocalFileIO.path(location);
    try {
      return Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw WrapperException.of(SqlState.IO_ERROR, "could not delete file \"" + path + "\"")
          .causedBy(failure);
    }
  }
}
