// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.DVFileWriter;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.Conversions;

/**
 * Writes the rows that are deleted from data files: a position-delete file for each data file in
 * format 2, one Puffin file with a deletion vector for each in format 3.
 */
final class DeletesWriter {

  private static final int PATH = MetadataColumns.DELETE_FILE_PATH.fieldId();
  private static final int POSITION = MetadataColumns.DELETE_FILE_POS.fieldId();

  private record Deletes(DataFile file, PositionDeleteIndex positions) {}

  private final Table table;
  private final boolean vectors;
  private final PositionDeleteFiles files;
  private final TrackedFileIO io;
  private final List<Deletes> all = new ArrayList<>();

  /**
   * @param vectors whether the table is of a format that has deletion vectors
   */
  DeletesWriter(Table table, boolean vectors, PositionDeleteFiles files, TrackedFileIO io) {
    this.table = table;
    this.vectors = vectors;
    this.files = files;
    this.io = io;
  }

  void add(DataFile file, PositionDeleteIndex positions) {
    all.add(new Deletes(file, positions));
  }

  List<DeleteFile> write() {
    if (all.isEmpty()) {
      return List.of();
    }
    return vectors ? writeVectors() : writeFiles();
  }

  private List<DeleteFile> writeVectors() {
    OutputFileFactory locations =
        OutputFileFactory.builderFor(table, 0, 0).format(FileFormat.PUFFIN).build();
    DVFileWriter writer = new BaseDVFileWriter(locations, path -> null);
    try (writer) {
      for (Deletes deletes : all) {
        DataFile file = deletes.file;
        writer.delete(file.location(), deletes.positions, spec(file), file.partition());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write deletion vectors", failure);
    }
    return writer.result().deleteFiles();
  }

  private List<DeleteFile> writeFiles() {
    String operation = UUID.randomUUID().toString();
    List<DeleteFile> written = new ArrayList<>();
    for (Deletes deletes : all) {
      DataFile file = deletes.file;
      String name = operation + "-" + (written.size() + 1) + "-deletes.parquet";
      String location =
          spec(file).isPartitioned()
              ? table.locationProvider().newDataLocation(spec(file), file.partition(), name)
              : table.locationProvider().newDataLocation(name);
      io.add(location);
      FaultPoint.BEFORE_DELETE_FILE.reached();
      long size = files.write(location, file.location(), deletes.positions);
      FaultPoint.AFTER_DELETE_FILE.reached();
      written.add(deleteFile(location, size, deletes));
    }
    return written;
  }

  private DeleteFile deleteFile(String location, long size, Deletes deletes) {
    DataFile file = deletes.file;
    return FileMetadata.deleteFileBuilder(spec(file))
        .ofPositionDeletes()
        .withFormat(FileFormat.PARQUET)
        .withPath(location)
        .withPartition(file.partition())
        .withFileSizeInBytes(size)
        .withMetrics(metrics(file.location(), deletes.positions))
        .withReferencedDataFile(file.location())
        .build();
  }

  /** The bounds of the path are how readers of before format 3 know which data file is meant. */
  private static Metrics metrics(String path, PositionDeleteIndex positions) {
    long count = positions.cardinality();
    long[] range = {-1, -1};
    positions.forEach(
        position -> {
          range[0] = range[0] < 0 ? position : range[0];
          range[1] = position;
        });
    return new Metrics(
        count,
        null,
        Map.of(PATH, count, POSITION, count),
        Map.of(PATH, 0L, POSITION, 0L),
        null,
        Map.of(PATH, path(path), POSITION, position(range[0])),
        Map.of(PATH, path(path), POSITION, position(range[1])));
  }

  private static ByteBuffer path(String path) {
    return Conversions.toByteBuffer(MetadataColumns.DELETE_FILE_PATH.type(), path);
  }

  private static ByteBuffer position(long position) {
    return Conversions.toByteBuffer(MetadataColumns.DELETE_FILE_POS.type(), position);
  }

  private PartitionSpec spec(DataFile file) {
    return table.specs().get(file.specId());
  }
}
