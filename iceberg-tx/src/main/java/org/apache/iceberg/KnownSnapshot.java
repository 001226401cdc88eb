// SPDX-License-Identifier: Apache-2.0
package org.apache.iceberg;

import java.util.List;
import org.apache.iceberg.io.FileIO;

/** A snapshot whose manifests are known, so that its manifest list need not be read. */
final class KnownSnapshot extends BaseSnapshot {

  private static final long serialVersionUID = 1L;

  private final transient List<ManifestFile> manifests;

  /**
   * @param manifests as the snapshot's list has them
   */
  KnownSnapshot(Snapshot snapshot, List<ManifestFile> manifests) {
    super(
        snapshot.sequenceNumber(),
        snapshot.snapshotId(),
        snapshot.parentId(),
        snapshot.timestampMillis(),
        snapshot.operation(),
        snapshot.summary(),
        snapshot.schemaId(),
        snapshot.manifestListLocation(),
        snapshot.firstRowId(),
        snapshot.addedRows(),
        snapshot.keyId());
    this.manifests = List.copyOf(manifests);
  }

  @Override
  public List<ManifestFile> allManifests(FileIO io) {
    return manifests == null ? super.allManifests(io) : manifests;
  }

  @Override
  public List<ManifestFile> dataManifests(FileIO io) {
    return manifests == null ? super.dataManifests(io) : of(ManifestContent.DATA);
  }

  @Override
  public List<ManifestFile> deleteManifests(FileIO io) {
    return manifests == null ? super.deleteManifests(io) : of(ManifestContent.DELETES);
  }

  private List<ManifestFile> of(ManifestContent content) {
    return manifests.stream().filter(manifest -> manifest.content() == content).toList();
  }
}
