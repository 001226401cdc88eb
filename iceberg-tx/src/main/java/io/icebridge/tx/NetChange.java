// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;

/**
 * What a transaction comes to for one table's files.
 *
 * @param added new data files with rows left in them
 * @param dropped committed data files that are gone
 * @param newDeletes delete files for added and for committed data files
 * @param oldDeletes committed delete files that nothing needs any more
 * @param touched locations of committed data files that {@code newDeletes} are for
 * @param sameRows whether rows have only been moved to other files
 */
record NetChange(
    List<DataFile> added,
    List<DataFile> dropped,
    List<DeleteFile> newDeletes,
    List<DeleteFile> oldDeletes,
    List<String> touched,
    boolean sameRows) {

  boolean isEmpty() {
    return added.isEmpty() && dropped.isEmpty() && newDeletes.isEmpty();
  }

  boolean onlyAdds() {
    return dropped.isEmpty() && newDeletes.isEmpty();
  }

  boolean onlyDrops() {
    return added.isEmpty() && newDeletes.isEmpty() && oldDeletes.isEmpty();
  }
}
