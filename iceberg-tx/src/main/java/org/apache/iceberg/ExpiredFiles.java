// SPDX-License-Identifier: Apache-2.0
package org.apache.iceberg;

import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.iceberg.io.FileIO;

/**
 * Which files nobody needs once snapshots are forgotten. Only a door to Iceberg's own clean-up,
 * which is not public.
 */
public final class ExpiredFiles {

  private ExpiredFiles() {}

  /**
   * Deletes files that only forgotten snapshots refer to.
   *
   * @param before the metadata with the snapshots
   * @param after the metadata without
   * @param executor on which manifests are read
   * @param delete called for each location
   */
  public static void clean(
      FileIO io,
      TableMetadata before,
      TableMetadata after,
      ExecutorService executor,
      Consumer<String> delete) {
    new ReachableFileCleanup(io, executor, executor, delete)
        .cleanFiles(before, after, ExpireSnapshots.CleanupLevel.ALL);
  }
}
