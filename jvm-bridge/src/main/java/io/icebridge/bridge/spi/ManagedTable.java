// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/**
 * A table whose existence and columns follow PostgreSQL's, within its transactions. The statement's
 * number is in its definition's {@link TableDefinition#pointer}. As with all changes, nothing of it
 * is seen outside before the commit, and all of it goes with a rollback.
 */
public interface ManagedTable extends WritableTable {

  /** The table of this definition comes into being, without rows. */
  void create(TablePlace place);

  /**
   * The table's definition has become this one.
   *
   * @return numbers of new columns with a default that the rows did not get: they have to be
   *     updated
   */
  List<Integer> alter(Alteration before);

  /**
   * The table is about to become another version, which another catalog has written. Checks that
   * this definition fits it, and that this transaction has not changed the table.
   *
   * @param metadataLocation of that version
   */
  default void attach(String metadataLocation) {
    throw WrapperException.unsupported("tables of this wrapper cannot be attached");
  }

  /** The table is dropped; its files go after the commit. */
  void drop();
}
