// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A wrapper whose tables change within PostgreSQL's transactions: each has a row in PostgreSQL's
 * catalog of Iceberg tables that names its metadata, and a commit moves the rows of all tables that
 * were changed. Its foreign-data wrapper has the option {@code catalog 'true'}.
 *
 * <p>A table is opened with a {@link TableDefinition#pointer} that says which version the statement
 * sees. Changes are kept by the wrapper until the commit; {@link #rollback} and {@link
 * #rollbackToSavepoint} take them back, and remove the files they wrote.
 */
public interface CatalogWrapper extends TransactionListener {

  /**
   * The tables that the current transaction has changed, by oid, without those it has dropped.
   * Comes after {@link #preCommit}; empty for a transaction that only read. In one transaction a
   * table may be changed through one instance only, so instances must not answer for each other.
   */
  List<Long> changedTables();

  /**
   * Writes what does not depend on the newest versions of the changed tables. Comes before their
   * rows are locked: the less {@link #prepare} has left to do, the less do other transactions wait.
   *
   * @param durable as for {@link #prepare}, which sees to it that all is on the disk
   */
  default void writeAhead(boolean durable) {}

  /**
   * Writes the metadata of the changed tables on top of their newest versions. Their rows are
   * locked until the transaction has ended, and will name what this returns. An error rolls back:
   * {@link SqlState#SERIALIZATION_FAILURE} where the changes of others are in the way.
   *
   * @param newest where the newest metadata of each of {@link #changedTables()} is; null for a
   *     table that this transaction has created. May be newer than any version the transaction has
   *     seen.
   * @param durable whether what was written must outlive a crash of the machine, as PostgreSQL's
   *     setting {@code fsync} asks for
   * @param oldestTransaction when the oldest transaction began that may still read older versions;
   *     for files to delete after the commit
   * @return where the new metadata of these tables is; a table without an entry stays as it is
   */
  Map<Long, String> prepare(Map<Long, String> newest, boolean durable, Instant oldestTransaction);

  /**
   * Whether nothing but new rows came to a table between two versions, so that an UPDATE or DELETE
   * of a transaction that sees the first may still find all it has to change.
   *
   * @param from the version seen
   * @param to the newest version
   */
  boolean appendsOnly(TableDefinition table, String from, String to);

  /** How the columns of a version differ from those of the one before, for changes others made. */
  List<ColumnChange> differences(TableDefinition table, String from, String to);

  /**
   * Deletes the folders of tables that no database has, because a crash came before the commit that
   * would have made the table, or after the one that dropped it. Not part of the transaction.
   *
   * @return the folders
   */
  default List<String> removeOrphanFolders(OrphanSearch search) {
    throw WrapperException.unsupported("this wrapper makes no folders for tables");
  }
}
