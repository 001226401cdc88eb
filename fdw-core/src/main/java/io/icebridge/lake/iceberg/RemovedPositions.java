// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.tx.LiveFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;

/** Rows that are deleted by their position: joins that leave them out. */
final class RemovedPositions {

  private RemovedPositions() {}

  /**
   * A relation {@code removed(file, bits)} with a bit string for each file, whose bits are 1 where
   * a row is gone: deletion vectors and what this transaction has removed. They are handed over as
   * parameters, in bulk.
   *
   * @param parameters takes them
   * @param shown whether the query is only shown, so that nothing need be read
   */
  static String bits(List<LiveFile> files, FileIO io, List<byte[]> parameters, boolean shown) {
    StringBuilder sql = new StringBuilder("(VALUES ");
    for (int i = 0; i < files.size(); i++) {
      parameters.add(shown ? new byte[0] : bits(files.get(i), io));
      sql.append(i == 0 ? "(" : ", (").append(i);
      sql.append(", CAST($").append(parameters.size()).append(" AS BIT))");
    }
    return sql.append(") AS removed(file, bits)").toString();
  }

  private static byte[] bits(LiveFile live, FileIO io) {
    List<PositionDeleteIndex> removed = new ArrayList<>(2);
    if (live.removed() != null) {
      removed.add(live.removed());
    }
    for (DeleteFile delete : live.deletes()) {
      if (delete.format() == FileFormat.PUFFIN) {
        removed.add(DeletionVectors.read(io, delete));
      }
    }
    return DeletionVectors.bits(live.file(), removed);
  }

  /**
   * The join that keeps rows which no position-delete file of format 2 names. A join and not a
   * condition, because DuckDB would first look for the different positions of all rows to ask a
   * subquery about each.
   */
  static String antiJoin(List<LiveFile> files, String data, boolean shown) {
    Map<String, DeleteFile> deletes = new LinkedHashMap<>();
    List<String> locations = new ArrayList<>(files.size());
    for (LiveFile live : files) {
      locations.add(live.file().location());
      for (DeleteFile delete : live.deletes()) {
        if (delete.content() == FileContent.POSITION_DELETES
            && delete.format() != FileFormat.PUFFIN) {
          FileFormats.requireParquet(delete);
          deletes.put(FilePaths.path(delete.location()), delete);
        }
      }
    }
    return " ANTI JOIN (SELECT named.file, gone.pos FROM read_parquet("
        + FilePaths.list(new ArrayList<>(deletes.keySet()), shown)
        + ", hive_partitioning = false) AS gone JOIN (SELECT unnest("
        + FilePaths.list(locations, shown)
        + ") AS location, unnest(range("
        + locations.size()
        + ")) AS file) AS named ON named.location = gone.file_path) AS positions"
        + " ON positions.file = "
        + data
        + ".file_index AND positions.pos = "
        + data
        + ".file_row_number";
  }
}
