// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * Tables on a temporary folder, and a catalog that is a map. Data files are text, a number in each
 * line: the column {@code id}.
 */
final class Lake {

  static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()));

  final Path folder;
  final LocalFileIO io = new LocalFileIO();
  final TextDeletes deletes = new TextDeletes();

  /** What PostgreSQL's catalog would have committed. */
  final Map<Long, String> pointers = new HashMap<>();

  Lake(Path folder) {
    this.folder = folder;
  }

  Tables session() {
    return new Tables(io, deletes, CallerExecutor.INSTANCE);
  }

  /** Commits an empty table. */
  String create(long oid, int format) {
    return create(oid, PartitionSpec.unpartitioned(), Map.of("format-version", "" + format));
  }

  String create(long oid, PartitionSpec spec, Map<String, String> properties) {
    Tables session = session();
    session.begin();
    session.change(oid, null, 0).create(SCHEMA, spec, location(oid), properties);
    commit(session);
    return pointers.get(oid);
  }

  String location(long oid) {
    return folder.resolve("table" + oid).toString();
  }

  /** As PostgreSQL commits. */
  void commit(Tables session) {
    session.writeAhead(false);
    Map<Long, String> newest = new HashMap<>();
    for (long oid : session.changed()) {
      newest.put(oid, pointers.get(oid));
    }
    Map<Long, String> prepared = session.prepare(newest, false);
    pointers.putAll(prepared);
    session.commit();
  }

  DataFile write(TableChanges changes, long... ids) {
    PartitionSpec spec = changes.metadata().spec();
    return write(changes, spec, ids);
  }

  DataFile write(TableChanges changes, PartitionSpec spec, long... ids) {
    return write(changes, spec, null, ids);
  }

  /** Writes a data file; in a partitioned table all ids are to be of one partition. */
  DataFile write(TableChanges changes, PartitionSpec spec, String partition, long... ids) {
    String location = changes.newFile(UUID.randomUUID() + ".parquet");
    StringBuilder text = new StringBuilder();
    for (long id : ids) {
      text.append(id).append('\n');
    }
    try {
      Files.createDirectories(Path.of(location).getParent());
      Files.writeString(Path.of(location), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    DataFiles.Builder builder =
        DataFiles.builder(spec)
            .withPath(location)
            .withFormat("parquet")
            .withFileSizeInBytes(text.length())
            .withMetrics(metrics(ids));
    if (partition != null) {
      builder.withPartitionPath(partition);
    }
    return builder.build();
  }

  private static Metrics metrics(long[] ids) {
    long min = Arrays.stream(ids).min().orElse(0);
    long max = Arrays.stream(ids).max().orElse(0);
    return new Metrics(
        (long) ids.length,
        Map.of(1, 8L * ids.length),
        Map.of(1, (long) ids.length),
        Map.of(1, 0L),
        null,
        Map.of(1, Conversions.toByteBuffer(Types.LongType.get(), min)),
        Map.of(1, Conversions.toByteBuffer(Types.LongType.get(), max)));
  }

  /** The rows a view has, sorted. */
  List<Long> rows(TableView view) {
    List<Long> rows = new ArrayList<>();
    for (LiveFile file : view.files(Expressions.alwaysTrue())) {
      rows.addAll(rows(file));
    }
    Collections.sort(rows);
    return rows;
  }

  /** The committed rows as Iceberg's own planning finds them, sorted. */
  List<Long> committedRows(long oid) {
    List<Long> rows = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table(pointers.get(oid)).newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        rows.addAll(rows(task.file(), task.deletes(), null));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Collections.sort(rows);
    return rows;
  }

  BaseTable table(String metadataLocation) {
    return new BaseTable(new StaticTableOperations(metadataLocation, io), "table");
  }

  BaseTable table(long oid) {
    return table(pointers.get(oid));
  }

  List<Long> rows(LiveFile file) {
    return rows(file.file(), file.deletes(), file.removed());
  }

  private List<Long> rows(DataFile file, List<DeleteFile> applied, PositionDeleteIndex removed) {
    PositionDeleteIndex gone = Positions.empty();
    Set<Long> equal = new HashSet<>();
    for (DeleteFile delete : applied) {
      if (delete.content() == FileContent.EQUALITY_DELETES) {
        lines(delete.location()).forEach(equal::add);
      } else if (Positions.isVector(delete)) {
        Positions.readVector(io, delete).forEach(gone::delete);
      } else {
        deletes.read(delete, file.location(), gone);
      }
    }
    if (removed != null) {
      removed.forEach(gone::delete);
    }
    List<Long> rows = new ArrayList<>();
    long position = 0;
    for (long id : lines(file.location())) {
      if (!gone.isDeleted(position++) && !equal.contains(id)) {
        rows.add(id);
      }
    }
    return rows;
  }

  static List<Long> lines(String location) {
    return text(location).stream().map(Long::valueOf).toList();
  }

  static List<String> text(String location) {
    try {
      return Files.readAllLines(Path.of(location));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Removes rows by value from what a view has, as DELETE would. */
  static void delete(TableView view, TableChanges changes, long... ids) {
    Set<Long> wanted = new HashSet<>();
    for (long id : ids) {
      wanted.add(id);
    }
    Map<String, PositionDeleteIndex> positions = new HashMap<>();
    for (LiveFile file : view.files(Expressions.alwaysTrue())) {
      List<Long> lines = lines(file.file().location());
      for (int position = 0; position < lines.size(); position++) {
        if (wanted.contains(lines.get(position))) {
          positions
              .computeIfAbsent(file.file().location(), any -> Positions.empty())
              .delete(position);
        }
      }
    }
    changes.removePositions(positions);
  }

  /** All files below the lake's folder, as locations. */
  Set<String> files() {
    try (Stream<Path> paths = Files.walk(folder)) {
      Set<String> files = new HashSet<>();
      paths.filter(Files::isRegularFile).forEach(path -> files.add(path.toString()));
      return files;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
