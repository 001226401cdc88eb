// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Transaction;

/** Makes one snapshot of a change of files, by the operation of Iceberg that fits it. */
final class SnapshotWriter {

  private final Transaction transaction;
  private final Long validateFrom;

  /**
   * @param validateFrom the id of the snapshot since which Iceberg looks for conflicts; null where
   *     there is none in the table's history
   */
  SnapshotWriter(Transaction transaction, Long validateFrom) {
    this.transaction = transaction;
    this.validateFrom = validateFrom;
  }

  void write(NetChange change) {
    if (change.isEmpty()) {
      return;
    }
    ManifestMerging merging = new ManifestMerging(transaction);
    if (change.onlyAdds()) {
      append(change);
    } else if (change.sameRows() && !change.dropped().isEmpty()) {
      rewrite(change);
    } else if (change.onlyDrops()) {
      drop(change);
    } else {
      rowDelta(change);
    }
    merging.restore();
  }

  private void append(NetChange change) {
    AppendFiles append = transaction.newAppend();
    change.added().forEach(append::appendFile);
    commit(append);
  }

  private void rewrite(NetChange change) {
    RewriteFiles rewrite = transaction.newRewrite();
    change.dropped().forEach(rewrite::deleteFile);
    change.oldDeletes().forEach(rewrite::deleteFile);
    change.added().forEach(rewrite::addFile);
    if (validateFrom != null) {
      rewrite.validateFromSnapshot(validateFrom);
    }
    commit(rewrite);
  }

  private void drop(NetChange change) {
    DeleteFiles delete = transaction.newDelete().validateFilesExist();
    change.dropped().forEach(delete::deleteFile);
    commit(delete);
  }

  private void rowDelta(NetChange change) {
    RowDelta delta = transaction.newRowDelta();
    change.added().forEach(delta::addRows);
    change.dropped().forEach(delta::removeRows);
    change.newDeletes().forEach(delta::addDeletes);
    change.oldDeletes().forEach(delta::removeDeletes);
    delta.validateDeletedFiles();
    delta.validateDataFilesExist(change.touched());
    if (validateFrom != null) {
      delta.validateFromSnapshot(validateFrom);
    }
    commit(delta);
  }

  private static void commit(SnapshotUpdate<?> update) {
    update.scanManifestsWith(CallerExecutor.INSTANCE);
    update.writeManifestsWith(CallerExecutor.INSTANCE, 1);
    update.commit();
  }
}
