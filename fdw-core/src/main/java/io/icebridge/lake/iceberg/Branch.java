// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.tx.LiveFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.TableMetadata;

/**
 * Files that are read alike, and so by one SELECT: found by name or by field id, with the same
 * kinds of deletes. Files without deletes pay nothing for those that have some.
 */
final class Branch {

  private final List<LiveFile> files = new ArrayList<>();
  private final boolean byName;
  private final Map<Integer, String> names;
  private final Set<Integer> constants;
  private final boolean bits;
  private final boolean positions;
  private final Set<EqualityDeletes.Kind> equality;

  private Branch(
      boolean byName,
      Map<Integer, String> names,
      Set<Integer> constants,
      boolean bits,
      boolean positions,
      Set<EqualityDeletes.Kind> equality) {
    this.byName = byName;
    this.names = names;
    this.constants = constants;
    this.bits = bits;
    this.positions = positions;
    this.equality = equality;
  }

  /**
   * Sorts files into branches, in the order in which their first files come. In a branch of many
   * rows another file may be the first, see {@link TypicalFile}.
   *
   * @param names of columns in files without field ids, by location and field id
   */
  static List<Branch> of(
      List<LiveFile> files,
      ScanColumns columns,
      TableMetadata metadata,
      Map<String, Map<Integer, String>> names) {
    ColumnHistory history = new ColumnHistory(metadata);
    Map<String, Branch> branches = new LinkedHashMap<>();
    for (LiveFile live : files) {
      Branch branch =
          of(live, columns, history, metadata.specsById(), names.get(live.file().location()));
      branches.computeIfAbsent(branch.key(), key -> branch).files.add(live);
    }
    for (Branch branch : branches.values()) {
      TypicalFile.first(branch.files);
    }
    return new ArrayList<>(branches.values());
  }

  private static Branch of(
      LiveFile live,
      ScanColumns columns,
      ColumnHistory history,
      Map<Integer, PartitionSpec> specs,
      Map<Integer, String> names) {
    boolean bits = live.removed() != null && live.removed().isNotEmpty();
    boolean positions = false;
    Set<EqualityDeletes.Kind> equality = Set.of();
    for (DeleteFile delete : live.deletes()) {
      if (delete.content() == FileContent.EQUALITY_DELETES) {
        equality = equality.isEmpty() ? new TreeSet<>() : equality;
        equality.add(EqualityDeletes.Kind.of(delete, specs));
      } else if (delete.format() == FileFormat.PUFFIN) {
        bits = true;
      } else {
        positions = true;
      }
    }
    boolean byName = equality.isEmpty() && history.readableByName(live.file(), columns.read());
    List<ScanColumn> read = new ArrayList<>(columns.read());
    for (EqualityDeletes.Kind kind : equality) {
      read.addAll(columns.withIds(kind.columns()));
    }
    Set<Integer> constants = byName ? Set.of() : constants(live.file(), read, specs);
    return new Branch(byName, names, constants, bits, positions, equality);
  }

  /** Columns whose value the partition tells; the file need not have them. */
  private static Set<Integer> constants(
      DataFile file, List<ScanColumn> columns, Map<Integer, PartitionSpec> specs) {
    Set<Integer> constants = Set.of();
    for (PartitionField field : specs.get(file.specId()).fields()) {
      if (!field.transform().isIdentity()) {
        continue;
      }
      for (ScanColumn column : columns) {
        if (column.field().fieldId() == field.sourceId()) {
          constants = constants.isEmpty() ? new TreeSet<>() : constants;
          constants.add(field.sourceId());
        }
      }
    }
    return constants;
  }

  private String key() {
    return byName + " " + names + " " + constants + " " + bits + " " + positions + " " + equality;
  }

  List<LiveFile> files() {
    return files;
  }

  /** Whether columns are found by their names. */
  boolean byName() {
    return byName;
  }

  /** What the columns are called in files without field ids; null for others. */
  Map<Integer, String> names() {
    return names;
  }

  /** Ids of the columns that the files' partitions tell. */
  Set<Integer> constants() {
    return constants;
  }

  /** Whether every file has a deletion vector, or rows that this transaction removed. */
  boolean hasBits() {
    return bits;
  }

  /** Whether every file has position-delete files. */
  boolean hasPositionDeletes() {
    return positions;
  }

  /** The kinds of equality deletes that every file has. */
  Set<EqualityDeletes.Kind> equality() {
    return equality;
  }
}
