// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.tx.LiveFile;
import java.util.List;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;

/** How many rows files hold, as far as metadata tell it exactly. */
final class RowCount {

  static final long UNKNOWN = -1;

  private RowCount() {}

  /** The number of rows that are not deleted; {@link #UNKNOWN} where files have to be read. */
  static long of(List<LiveFile> files) {
    long rows = 0;
    for (LiveFile live : files) {
      rows += live.file().recordCount();
      boolean removed = live.removed() != null && live.removed().isNotEmpty();
      if (removed) {
        // The same rows may be in a delete file too.
        if (!live.deletes().isEmpty()) {
          return UNKNOWN;
        }
        rows -= live.removed().cardinality();
      }
      for (DeleteFile delete : live.deletes()) {
        // Only a deletion vector names each row once, and only rows that exist.
        if (delete.format() != FileFormat.PUFFIN || live.deletes().size() > 1) {
          return UNKNOWN;
        }
        rows -= delete.recordCount();
      }
    }
    return rows;
  }

  /** The first files, as many as surely hold that many rows; all where they do not. */
  static List<LiveFile> enough(List<LiveFile> files, long rows) {
    long found = 0;
    for (int i = 0; i < files.size(); i++) {
      if (found >= rows && i > 0) {
        return files.subList(0, i);
      }
      // Where the number is not known, there may be none.
      found += Math.max(0, of(List.of(files.get(i))));
    }
    return files;
  }
}
