// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.ExpiredFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Deletes what a commit has made obsolete. What cannot be deleted stays, as an orphan. */
final class Obsolete {

  private Obsolete() {}

  /** Deletes the files that the newer metadata does without. */
  static void delete(FileIO io, TableMetadata before, TableMetadata after) {
    if (after.propertyAsBoolean(TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT)) {
      Set<Long> snapshots = new HashSet<>();
      after.snapshots().forEach(snapshot -> snapshots.add(snapshot.snapshotId()));
      boolean forgotten =
          before.snapshots().stream()
              .map(Snapshot::snapshotId)
              .anyMatch(id -> !snapshots.contains(id));
      if (forgotten) {
        ExpiredFiles.clean(io, before, after, CallerExecutor.INSTANCE, io::deleteFile);
      }
    }
    CatalogUtil.deleteRemovedMetadataFiles(io, before, after);
  }

  /** Deletes a table that has been dropped. */
  static void drop(FileIO io, TableMetadata metadata) {
    if (metadata.propertyAsBoolean(TableDefaults.OWNS_LOCATION, false)
        && io instanceof SupportsPrefixOperations folders) {
      folders.deletePrefix(metadata.location());
    } else {
      CatalogUtil.dropTableData(io, metadata);
    }
  }
}
