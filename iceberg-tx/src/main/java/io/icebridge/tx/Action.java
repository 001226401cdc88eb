// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/** One thing a statement did to a table. */
sealed interface Action {

  /** The table was made, with this metadata, which has not been written. */
  record Create(TableMetadata metadata) implements Action {}

  record Append(List<DataFile> files) implements Action {}

  record Remove(Map<String, PositionDeleteIndex> positions) implements Action {}

  /**
   * @param sameRows whether the rows are the same as before, only in other files
   */
  record Replace(List<String> removed, List<DataFile> added, boolean sameRows) implements Action {}

  /**
   * A change of schema or properties, to be made again on the newest metadata.
   *
   * @param columns whether columns change, which needs them to be the same as when it was made
   */
  record Evolve(Consumer<Transaction> change, boolean columns) implements Action {}

  /** A change of snapshots or refs, which goes with no change of rows. */
  record Manage(Consumer<Transaction> change) implements Action {}

  record Drop() implements Action {}
}
