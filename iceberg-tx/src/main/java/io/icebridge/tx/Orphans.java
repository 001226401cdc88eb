// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.util.LocationUtil;

/** Files in a table's folder that the table does not know: what crashes leave behind. */
final class Orphans {

  private Orphans() {}

  /**
   * Finds them.
   *
   * @param metadata the newest
   * @param olderThan younger files may belong to a transaction that runs, and are left alone
   */
  static List<FileInfo> find(FileIO io, TableMetadata metadata, Instant olderThan) {
    if (!(io instanceof SupportsPrefixOperations folders)) {
      throw new UnsupportedOperationException("this storage cannot list files");
    }
    List<FileInfo> candidates = new ArrayList<>();
    // Not the table's whole folder: other tables may have theirs below it.
    for (String folder : List.of(dataFolder(metadata), MetadataLocations.in(metadata, ""))) {
      for (FileInfo file : folders.listPrefix(folder)) {
        if (Instant.ofEpochMilli(file.createdAtMillis()).isBefore(olderThan)) {
          candidates.add(file);
        }
      }
    }
    if (candidates.isEmpty()) {
      return candidates;
    }
    Set<String> referenced = ReferencedFiles.of(io, metadata);
    candidates.removeIf(file -> referenced.contains(ReferencedFiles.path(file.location())));
    return candidates;
  }

  /** Deletes files, as far as they are still there. */
  static void delete(FileIO io, List<FileInfo> files) {
    for (FileInfo file : files) {
      try {
        io.deleteFile(file.location());
      } catch (NotFoundException gone) {
        // Someone else deleted it.
      }
    }
  }

  private static String dataFolder(TableMetadata metadata) {
    String folder = metadata.properties().get(TableProperties.WRITE_DATA_LOCATION);
    return LocationUtil.stripTrailingSlash(folder == null ? metadata.location() + "/data" : folder)
        + "/";
  }
}
