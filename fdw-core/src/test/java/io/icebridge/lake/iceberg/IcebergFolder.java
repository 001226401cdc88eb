// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.ArrowRows;
import io.icebridge.lake.TestTables;
import io.icebridge.tx.LocalFileIO;
import io.icebridge.tx.SnapshotChoice;
import io.icebridge.tx.TableView;
import io.icebridge.tx.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * An Iceberg table in a folder, changed through Iceberg's own API as other engines do it. Its files
 * are written by DuckDB with exactly the columns and field ids that a test asks for.
 */
final class IcebergFolder {

  private static final FileIO IO = new LocalFileIO();

  private final Path folder;
  private final Operations operations = new Operations();
  private final Tables tables = new Tables(IO, new ParquetPositionDeletes(TestTables.ENGINE));
  private final NameMappedFiles nameMapped = new NameMappedFiles(TestTables.ENGINE);
  private int files;

  IcebergFolder(Path folder, Schema schema, PartitionSpec spec, Map<String, String> properties) {
    this.folder = folder;
    operations.commit(
        null, TableMetadata.newTableMetadata(schema, spec, folder.toString(), properties));
  }

  static IcebergFolder of(Path folder, int format, Schema schema) {
    return new IcebergFolder(
        folder,
        schema,
        PartitionSpec.unpartitioned(),
        Map.of("format-version", Integer.toString(format)));
  }

  BaseTable table() {
    return new BaseTable(operations, "t");
  }

  Tables tables() {
    return tables;
  }

  FileIO io() {
    return IO;
  }

  String metadataLocation() {
    return operations.current.metadataFileLocation();
  }

  /** Writes a Parquet file; {@code fieldIds} as DuckDB's option wants it, or null for none. */
  Path parquet(String select, String fieldIds) {
    files++;
    Path file = folder.resolve("data/f" + files + ".parquet");
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestTables.duckdb(
        "COPY ("
            + select
            + ") TO '"
            + file
            + "' (FORMAT parquet"
            + (fieldIds == null ? "" : ", FIELD_IDS " + fieldIds)
            + ")");
    return file;
  }

  /** A data file without any metrics but the number of its rows. */
  DataFile data(String select, String fieldIds) {
    return data(select, fieldIds, "", Map.of());
  }

  /** A data file that tells how many values which columns have. */
  DataFile counted(String select, String fieldIds, Map<Integer, Long> valueCounts) {
    return data(select, fieldIds, "", valueCounts);
  }

  DataFile data(String select, String fieldIds, String partition, Map<Integer, Long> valueCounts) {
    Path file = parquet(select, fieldIds);
    DataFiles.Builder builder =
        DataFiles.builder(operations.current.spec())
            .withPath(file.toString())
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(size(file))
            .withMetrics(new Metrics(rows(file), Map.of(), valueCounts, Map.of(), Map.of()));
    return (partition.isEmpty() ? builder : builder.withPartitionPath(partition)).build();
  }

  DeleteFile equalityDeletes(String select, String fieldIds, String partition, int... columns) {
    return deletes(select, fieldIds, partition, columns);
  }

  DeleteFile positionDeletes(String select, String partition) {
    return deletes(select, "{file_path: 2147483546, pos: 2147483545}", partition);
  }

  private DeleteFile deletes(String select, String fieldIds, String partition, int... columns) {
    Path file = parquet(select, fieldIds);
    FileMetadata.Builder builder =
        FileMetadata.deleteFileBuilder(operations.current.spec())
            .withPath(file.toString())
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(size(file))
            .withRecordCount(rows(file));
    builder = columns.length > 0 ? builder.ofEqualityDeletes(columns) : builder.ofPositionDeletes();
    return (partition.isEmpty() ? builder : builder.withPartitionPath(partition)).build();
  }

  private static long rows(Path file) {
    return Long.parseLong(
        TestTables.ENGINE.rows("SELECT count(*) FROM read_parquet('" + file + "')").get(0)[0]);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void append(DataFile... added) {
    var append = table().newFastAppend();
    for (DataFile file : added) {
      append.appendFile(file);
    }
    append.commit();
  }

  void delete(DeleteFile... deletes) {
    var delta = table().newRowDelta();
    for (DeleteFile file : deletes) {
      delta.addDeletes(file);
    }
    delta.commit();
  }

  TableView view() {
    return tables.pinned(metadataLocation(), new SnapshotChoice.Current());
  }

  IcebergTable open(String... columns) {
    return open(this::view, columns);
  }

  IcebergTable open(Supplier<TableView> views, String... columns) {
    return new IcebergTable(
        TestTables.ENGINE,
        TestTables.columns(columns),
        views,
        () -> tables.rowIds(1),
        nameMapped,
        new KeptDistributions());
  }

  /** All rows, sorted, each as its values joined by commas. */
  List<String> rows(String... columns) {
    return rows(open(columns), columns);
  }

  static List<String> rows(IcebergTable table, String... columns) {
    return ArrowRows.read(table.scan(TestTables.all(columns))).rows().stream()
        .map(row -> String.join(", ", row.stream().map(String::valueOf).toList()))
        .sorted()
        .toList();
  }

  /** The query that reads these columns. */
  String sql(String... columns) {
    return open(columns).query(TestTables.all(columns), true).sql();
  }

  private final class Operations implements TableOperations {

    private TableMetadata current;
    private int version;

    @Override
    public TableMetadata current() {
      return current;
    }

    @Override
    public TableMetadata refresh() {
      return current;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
      version++;
      String location = metadataFileLocation("v" + version + ".metadata.json");
      TableMetadataParser.write(metadata, IO.newOutputFile(location));
      current = TableMetadataParser.read(IO, location);
    }

    @Override
    public FileIO io() {
      return IO;
    }

    @Override
    public String metadataFileLocation(String name) {
      return folder + "/metadata/" + name;
    }

    @Override
    public LocationProvider locationProvider() {
      return LocationProviders.locationsFor(current.location(), current.properties());
    }
  }
}
