// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;

/** Does again what a log holds, on the newest version of its table, as one Iceberg transaction. */
final class Replay {

  /**
   * What came of it.
   *
   * @param metadata with its location; null where the log comes to nothing
   * @param dataFiles written by statements and now part of the table
   * @param fromAhead whether the manifest that was written ahead is part of it, too
   */
  record Result(TableMetadata metadata, Set<String> dataFiles, boolean fromAhead) {}

  private final TableLog log;
  private final TableMetadata newest;
  private final MetadataCache versions;
  private final CommittedFiles committed;
  private final PositionDeleteFiles positionDeletes;
  private final TrackedFileIO io;
  private final AppendAhead ahead;

  /**
   * @param newest null for a table that the log makes
   * @param io through which everything is written
   * @param ahead what of the log has been written; null for nothing
   */
  Replay(
      TableLog log,
      TableMetadata newest,
      MetadataCache versions,
      CommittedFiles committed,
      PositionDeleteFiles positionDeletes,
      TrackedFileIO io,
      AppendAhead ahead) {
    this.log = log;
    this.newest = newest;
    this.versions = versions;
    this.committed = committed;
    this.positionDeletes = positionDeletes;
    this.io = io;
    this.ahead = ahead;
  }

  Result run(UnaryOperator<TableMetadata> last) {
    try {
      return replay(last);
    } catch (ValidationException | CommitFailedException conflict) {
      throw Conflicts.conflict(conflict.getMessage()).causedBy(conflict);
    }
  }

  private Result replay(UnaryOperator<TableMetadata> last) {
    CommitOperations operations = new CommitOperations(newest, io, versions.json(), last);
    if (ahead != null && ahead.fits(newest) && !ManifestMerging.isDue(newest, io)) {
      checkReadable();
      ahead.commit(operations);
      return new Result(operations.committed(), Set.copyOf(ahead.dataFiles()), true);
    }
    Transaction transaction = begin(operations);
    evolve(transaction);
    boolean vectors = formatVersion(transaction) >= 3;
    NetChange change =
        new NetChangeBuilder(log, newest, versions, committed, positionDeletes, io, vectors)
            .build(new DeletesWriter(transaction.table(), vectors, positionDeletes, io));
    if (!change.added().isEmpty() && newest != null) {
      checkReadable();
    }
    new SnapshotWriter(transaction, validateFrom()).write(change);
    transaction.commitTransaction();
    Set<String> files = new HashSet<>();
    change.added().forEach(file -> files.add(file.location()));
    return new Result(operations.committed(), files, false);
  }

  private Transaction begin(CommitOperations operations) {
    if (log.creates()) {
      Action.Create create = (Action.Create) log.entries().get(0).action();
      return Transactions.createTableTransaction("table", operations, create.metadata());
    }
    return Transactions.newTransaction("table", operations);
  }

  private static int formatVersion(Transaction transaction) {
    return TableUtil.formatVersion(transaction.table());
  }

  private void evolve(Transaction transaction) {
    for (LogEntry entry : log.entries()) {
      if (entry.action() instanceof Action.Evolve evolve) {
        if (evolve.columns() && newest != null) {
          Conflicts.checkSameColumns(versions.get(entry.base()), newest);
        }
        evolve.change().accept(transaction);
      } else if (entry.action() instanceof Action.Manage manage) {
        manage.change().accept(transaction);
      }
    }
  }

  /** Where someone else changed the columns, the files written must still fit. */
  private void checkReadable() {
    for (LogEntry entry : log.entries()) {
      if (!entry.base().equals(newest.metadataFileLocation())) {
        TableMetadata seen = versions.get(entry.base());
        if (seen.currentSchemaId() != newest.currentSchemaId()) {
          Conflicts.checkReadable(seen, newest);
        }
      }
    }
  }

  /** The oldest snapshot that a statement removing rows worked on, if history still has it. */
  private Long validateFrom() {
    if (newest == null || newest.currentSnapshot() == null) {
      return null;
    }
    long head = newest.currentSnapshot().snapshotId();
    for (LogEntry entry : log.entries()) {
      if (entry.action() instanceof Action.Remove || entry.action() instanceof Action.Replace) {
        Snapshot seen = versions.get(entry.base()).currentSnapshot();
        if (seen != null && SnapshotUtil.isAncestorOf(head, seen.snapshotId(), newest::snapshot)) {
          return seen.snapshotId();
        }
        break;
      }
    }
    // All changes of the files we touch have been looked for by Conflicts.
    return head;
  }

  /** Locations of the files that {@link #run} wrote and left. */
  List<String> written() {
    return io.written();
  }
}
