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
  void create();

  /**
   * The columns have become those of this definition. Columns are told apart by number: one that is
   * gone was dropped, one that is new was added.
   *
   * @param before the columns as they were
   */
  void alter(List<ColumnDefinition> before);

  /** The table is dropped; its files go after the commit. */
  void drop();
}
