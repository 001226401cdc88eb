// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * A wrapper that takes part in PostgreSQL's transactions.
 *
 * <p>{@link #begin} comes before the first scan or write of a transaction, so a transaction that
 * never touches the wrapper is not announced. Savepoint levels count from 2, as PostgreSQL's
 * nesting levels do; each level is announced before the first use below it.
 */
public interface TransactionListener extends Wrapper {

  /** Isolation levels, by PostgreSQL's meaning. */
  enum Isolation {
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE
  }

  default void begin(Isolation isolation, boolean readOnly) {}

  /** The transaction is about to commit; an error here still rolls it back. */
  default void preCommit() {}

  /** The transaction has committed. Must not throw. */
  default void commit() {}

  /** The transaction has been rolled back. Must not throw. */
  default void rollback() {}

  default void savepoint(int level) {}

  /** The changes since {@link #savepoint} of that level belong to the level above. */
  default void releaseSavepoint(int level) {}

  /**
   * Everything since {@link #savepoint} of that level is undone; the level itself is gone. Must not
   * throw.
   */
  default void rollbackToSavepoint(int level) {}
}
