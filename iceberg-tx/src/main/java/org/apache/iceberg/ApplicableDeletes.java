// SPDX-License-Identifier: Apache-2.0
package org.apache.iceberg;

import java.util.List;
import java.util.Map;

/**
 * Which delete files apply to a data file. Only a door to Iceberg's own {@code DeleteFileIndex},
 * which is not public but is the one place that has all the rules.
 */
public final class ApplicableDeletes {

  private final DeleteFileIndex index;

  private ApplicableDeletes(DeleteFileIndex index) {
    this.index = index;
  }

  /**
   * An index of committed delete files.
   *
   * @param files with their bounds
   */
  public static ApplicableDeletes of(
      Iterable<DeleteFile> files, Map<Integer, PartitionSpec> specs, Map<Integer, Schema> schemas) {
    return new ApplicableDeletes(
        DeleteFileIndex.builderFor(files).specsById(specs).schemasById(schemas).build());
  }

  /** Those that apply to a committed data file. */
  public List<DeleteFile> to(DataFile file) {
    return index.isEmpty() ? List.of() : List.of(index.forDataFile(file));
  }
}
