// SPDX-License-Identifier: Apache-2.0
package org.apache.iceberg;

import java.util.ArrayList;
import java.util.List;

/**
 * Iceberg's fast append, for one manifest that is there already. Its snapshot knows its manifests:
 * the next append to it needs them, and to read the list back costs more than to write it.
 */
public final class ManifestAppend extends FastAppend {

  private List<ManifestFile> manifests;

  /**
   * @param manifest of new files, whose entries inherit what the snapshot gives them
   */
  public ManifestAppend(TableOperations operations, ManifestFile manifest) {
    super("table", operations);
    appendManifest(manifest);
  }

  @Override
  public List<ManifestFile> apply(TableMetadata base, Snapshot parent) {
    manifests = super.apply(base, parent);
    return manifests;
  }

  @Override
  public Snapshot apply() {
    Snapshot snapshot = super.apply();
    List<ManifestFile> listed = new ArrayList<>(manifests.size());
    for (ManifestFile manifest : manifests) {
      if (manifest.sequenceNumber() == ManifestWriter.UNASSIGNED_SEQ) {
        listed.add(listed(manifest, snapshot));
      } else if (snapshot.firstRowId() != null && lacksRowIds(manifest)) {
        // Of a table that had another format once: this list gives it some.
        return snapshot;
      } else {
        listed.add(manifest);
      }
    }
    return new KnownSnapshot(snapshot, listed);
  }

  private static boolean lacksRowIds(ManifestFile manifest) {
    return manifest.content() == ManifestContent.DATA && manifest.firstRowId() == null;
  }

  /** The new manifest with what the list says of it. */
  private static ManifestFile listed(ManifestFile manifest, Snapshot snapshot) {
    return new GenericManifestFile(
        manifest.path(),
        manifest.length(),
        manifest.partitionSpecId(),
        manifest.content(),
        snapshot.sequenceNumber(),
        snapshot.sequenceNumber(),
        snapshot.snapshotId(),
        manifest.partitions(),
        manifest.keyMetadata(),
        manifest.addedFilesCount(),
        manifest.addedRowsCount(),
        manifest.existingFilesCount(),
        manifest.existingRowsCount(),
        manifest.deletedFilesCount(),
        manifest.deletedRowsCount(),
        snapshot.firstRowId());
  }
}
