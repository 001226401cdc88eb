// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;

/**
 * The snapshot that was chosen, and the columns the table had then.
 *
 * @param snapshot null where the table is empty
 */
record PinnedSnapshot(Snapshot snapshot, Schema schema) {

  static PinnedSnapshot of(TableMetadata metadata, SnapshotChoice choice) {
    if (choice instanceof SnapshotChoice.Id id) {
      return withItsSchema(metadata, existing(metadata, id.snapshotId()));
    }
    if (choice instanceof SnapshotChoice.AsOf asOf) {
      return withItsSchema(metadata, asOf(metadata, asOf));
    }
    if (choice instanceof SnapshotChoice.Ref ref) {
      return ref(metadata, ref.name());
    }
    return new PinnedSnapshot(metadata.currentSnapshot(), metadata.schema());
  }

  private static PinnedSnapshot ref(TableMetadata metadata, String name) {
    SnapshotRef ref = metadata.ref(name);
    if (ref == null) {
      throw WrapperException.of(
              SqlState.UNDEFINED_OBJECT, "branch or tag \"" + name + "\" does not exist")
          .withHint("The table's branches and tags are: " + metadata.refs().keySet() + ".");
    }
    Snapshot snapshot = existing(metadata, ref.snapshotId());
    return ref.isBranch()
        ? new PinnedSnapshot(snapshot, metadata.schema())
        : withItsSchema(metadata, snapshot);
  }

  private static Snapshot existing(TableMetadata metadata, long id) {
    Snapshot snapshot = metadata.snapshot(id);
    if (snapshot == null) {
      throw WrapperException.of(SqlState.UNDEFINED_OBJECT, "snapshot " + id + " does not exist")
          .withHint("It may have expired, or belong to another table.");
    }
    return snapshot;
  }

  private static Snapshot asOf(TableMetadata metadata, SnapshotChoice.AsOf choice) {
    Long id = null;
    for (HistoryEntry entry : metadata.snapshotLog()) {
      if (entry.timestampMillis() <= choice.time().toEpochMilli()) {
        id = entry.snapshotId();
      }
    }
    if (id == null) {
      throw WrapperException.of(
              SqlState.UNDEFINED_OBJECT, "table has no snapshot as old as " + choice.time())
          .withHint("The table was made later, or its older snapshots have expired.");
    }
    return existing(metadata, id);
  }

  private static PinnedSnapshot withItsSchema(TableMetadata metadata, Snapshot snapshot) {
    Integer schemaId = snapshot.schemaId();
    Schema schema = schemaId == null ? null : metadata.schemasById().get(schemaId);
    return new PinnedSnapshot(snapshot, schema == null ? metadata.schema() : schema);
  }
}
