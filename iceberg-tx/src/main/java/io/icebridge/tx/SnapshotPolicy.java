// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;

/**
 * Forgets the oldest snapshots where a table has more than it wants. The metadata file, which each
 * commit writes and each new session reads, would else grow with every commit.
 */
final class SnapshotPolicy {

  private SnapshotPolicy() {}

  /** The metadata without the snapshots that are too many. */
  static TableMetadata apply(TableMetadata metadata) {
    int most = metadata.propertyAsInt(TableDefaults.MAX_SNAPSHOTS, 0);
    // Half as many more before any go, so that not every commit has to clean up.
    if (most <= 0 || metadata.snapshots().size() <= most + most / 2) {
      return metadata;
    }
    Set<Long> heads = new HashSet<>();
    for (SnapshotRef ref : metadata.refs().values()) {
      heads.add(ref.snapshotId());
    }
    List<Snapshot> oldest = new ArrayList<>(metadata.snapshots());
    oldest.sort(Comparator.comparingLong(Snapshot::sequenceNumber));
    List<Long> forgotten = new ArrayList<>();
    for (Snapshot snapshot : oldest.subList(0, oldest.size() - most)) {
      if (!heads.contains(snapshot.snapshotId())) {
        forgotten.add(snapshot.snapshotId());
      }
    }
    return forgotten.isEmpty()
        ? metadata
        : TableMetadata.buildFrom(metadata).removeSnapshots(forgotten).build();
  }
}
