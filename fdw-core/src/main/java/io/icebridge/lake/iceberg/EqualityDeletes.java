// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.Sql;
import io.icebridge.tx.LiveFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;

/**
 * The condition that keeps rows which no equality delete names: one whose values are the same, NULL
 * with NULL, in a delete file with a later sequence number and, unless that file is of an
 * unpartitioned spec, of the same partition.
 */
final class EqualityDeletes {

  /**
   * Delete files that are looked up alike.
   *
   * @param columns ids of the columns that are compared, sorted
   * @param global whether they apply to all partitions
   */
  record Kind(List<Integer> columns, boolean global) implements Comparable<Kind> {

    static Kind of(DeleteFile delete, Map<Integer, PartitionSpec> specs) {
      List<Integer> columns = new ArrayList<>(new TreeSet<>(delete.equalityFieldIds()));
      return new Kind(columns, specs.get(delete.specId()).isUnpartitioned());
    }

    @Override
    public int compareTo(Kind other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Kind kind && compareTo(kind) == 0;
    }

    @Override
    public int hashCode() {
      return columns.hashCode();
    }
  }

  private final Kind kind;
  private final Map<Integer, PartitionSpec> specs;
  private final List<String> partitions = new ArrayList<>();
  private final Map<String, DeleteFile> deletes = new LinkedHashMap<>();
  private final List<String> dataSequences = new ArrayList<>();
  private final List<String> dataPartitions = new ArrayList<>();

  EqualityDeletes(Kind kind, List<LiveFile> files, Map<Integer, PartitionSpec> specs) {
    this.kind = kind;
    this.specs = specs;
    for (LiveFile live : files) {
      DataFile file = live.file();
      dataSequences.add(Long.toString(file.dataSequenceNumber()));
      dataPartitions.add(partition(file.specId(), file.partition()));
      for (DeleteFile delete : live.deletes()) {
        if (delete.content() == FileContent.EQUALITY_DELETES
            && Kind.of(delete, specs).equals(kind)) {
          deletes.put(delete.location(), delete);
        }
      }
    }
  }

  /** A number for a partition, the same for the same one. */
  private String partition(int specId, StructLike partition) {
    String path = specId + " " + specs.get(specId).partitionToPath(partition);
    if (!partitions.contains(path)) {
      partitions.add(path);
    }
    return Integer.toString(partitions.indexOf(path));
  }

  /**
   * The condition.
   *
   * @param columns those of {@link Kind#columns()}
   * @param values what they are in the data files' rows
   * @param data the alias of the data files' rows
   */
  String condition(List<ScanColumn> columns, List<String> values, String data, boolean shown) {
    List<String> paths = new ArrayList<>();
    List<String> sequences = new ArrayList<>();
    List<String> scopes = new ArrayList<>();
    for (DeleteFile delete : deletes.values()) {
      FileFormats.requireParquet(delete);
      paths.add(FilePaths.path(delete.location()));
      sequences.add(Long.toString(delete.dataSequenceNumber()));
      scopes.add(partition(delete.specId(), delete.partition()));
    }
    StringBuilder sql = new StringBuilder("NOT EXISTS (SELECT 1 FROM read_parquet(");
    sql.append(FilePaths.list(paths, shown)).append(", hive_partitioning = false, schema = ");
    sql.append(SchemaMap.sql(columns)).append(") AS gone WHERE ");
    for (int i = 0; i < columns.size(); i++) {
      sql.append("gone.").append(Sql.name(columns.get(i).readName()));
      sql.append(" IS NOT DISTINCT FROM ").append(values.get(i)).append(" AND ");
    }
    if (!kind.global()) {
      sql.append(FileLists.pick(scopes, "gone")).append(" = ");
      sql.append(FileLists.pick(dataPartitions, data)).append(" AND ");
    }
    sql.append(FileLists.pick(sequences, "gone")).append(" > ");
    return sql.append(FileLists.pick(dataSequences, data)).append(')').toString();
  }
}
