// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.FileIO;

/** A snapshot with the transaction's changes over it. */
final class View implements TableView {

  private final CommittedFiles committed;
  private final FileIO io;
  private final TableMetadata metadata;
  private final Schema schema;
  private final Snapshot snapshot;
  private final Overlay changes;

  View(
      CommittedFiles committed,
      FileIO io,
      TableMetadata metadata,
      Schema schema,
      Snapshot snapshot,
      Overlay changes) {
    this.committed = committed;
    this.io = io;
    this.metadata = metadata;
    this.schema = schema;
    this.snapshot = snapshot;
    this.changes = changes;
  }

  @Override
  public TableMetadata metadata() {
    return metadata;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public List<LiveFile> files(Expression filter) {
    List<LiveFile> files = committed.plan(metadata, snapshot, schema, filter);
    if (changes.isEmpty()) {
      return files;
    }
    return changes.over(
        files,
        filter == Expressions.alwaysTrue()
            ? null
            : new CommittedFiles.Pruning(metadata.specsById(), schema, filter));
  }

  @Override
  public Totals totals() {
    Map<String, String> summary = snapshot == null ? Map.of() : snapshot.summary();
    long files = total(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP);
    long records = total(summary, SnapshotSummary.TOTAL_RECORDS_PROP);
    long bytes = total(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP);
    long deleted = total(summary, SnapshotSummary.TOTAL_POS_DELETES_PROP);
    if (!changes.dropped().isEmpty() && files > 0) {
      // How large just these files were is not known here.
      double kept = Math.max(0, files - changes.dropped().size()) / (double) files;
      files = Math.round(files * kept);
      records = Math.round(records * kept);
      bytes = Math.round(bytes * kept);
      deleted = Math.round(deleted * kept);
    }
    for (DataFile file : changes.added().values()) {
      files++;
      records += file.recordCount();
      bytes += file.fileSizeInBytes();
    }
    for (PositionDeleteIndex positions : changes.removed().values()) {
      deleted += positions.cardinality();
    }
    return new Totals(files, records, bytes, deleted);
  }

  /** A total of the summary; 0 where its writer told none. */
  private static long total(Map<String, String> summary, String name) {
    String value = summary == null ? null : summary.get(name);
    return value == null ? 0 : Long.parseLong(value);
  }
}
