// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.Objects;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;

/** Compares versions of a table. */
final class History {

  private History() {}

  /** What lies between the current snapshots of two versions, the older first. */
  static Difference between(TableMetadata older, TableMetadata newer) {
    Long start = id(older.currentSnapshot());
    Snapshot snapshot = newer.currentSnapshot();
    if (Objects.equals(start, id(snapshot))) {
      return Difference.NONE;
    }
    while (snapshot != null && !Objects.equals(snapshot.snapshotId(), start)) {
      if (!DataOperations.APPEND.equals(snapshot.operation())) {
        return Difference.OTHER;
      }
      Long parent = snapshot.parentId();
      if (Objects.equals(parent, start)) {
        return Difference.APPENDS;
      }
      snapshot = parent == null ? null : newer.snapshot(parent);
    }
    // The older snapshot is not in the history (any more).
    return Difference.OTHER;
  }

  private static Long id(Snapshot snapshot) {
    return snapshot == null ? null : snapshot.snapshotId();
  }
}
