// SPDX-License-Identifier: Apache-2.0
package org.apache.iceberg;

import java.util.List;

/** Puts other snapshots into metadata. */
public final class MetadataWithSnapshots {

  private MetadataWithSnapshots() {}

  /**
   * The same metadata with these snapshots, as if it had been read from its file with them.
   *
   * @throws IllegalArgumentException where the current snapshot, or one that is referred to, is not
   *     among them, or one is there twice
   */
  public static TableMetadata of(TableMetadata metadata, List<Snapshot> snapshots) {
    return new TableMetadata(
        metadata.metadataFileLocation(),
        metadata.formatVersion(),
        metadata.uuid(),
        metadata.location(),
        metadata.lastSequenceNumber(),
        metadata.lastUpdatedMillis(),
        metadata.lastColumnId(),
        metadata.currentSchemaId(),
        metadata.schemas(),
        metadata.defaultSpecId(),
        metadata.specs(),
        metadata.lastAssignedPartitionId(),
        metadata.defaultSortOrderId(),
        metadata.sortOrders(),
        metadata.properties(),
        metadata.currentSnapshot() == null ? -1 : metadata.currentSnapshot().snapshotId(),
        snapshots,
        null,
        metadata.snapshotLog(),
        metadata.previousFiles(),
        metadata.refs(),
        metadata.statisticsFiles(),
        metadata.partitionStatisticsFiles(),
        metadata.nextRowId(),
        metadata.encryptionKeys(),
        List.of());
  }
}
