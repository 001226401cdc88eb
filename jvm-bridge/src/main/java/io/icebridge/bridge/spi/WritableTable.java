// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/** A table that takes INSERT, UPDATE and DELETE. */
public interface WritableTable extends Table {

  /**
   * The columns that name a row for UPDATE and DELETE. They are read by the scan that finds the
   * rows and handed back unchanged. Empty where only INSERT is possible.
   */
  List<ColumnDefinition> rowId();

  /** Takes new rows: batches with all {@code columns}. */
  Writer insert(List<ColumnDefinition> columns);

  /** Changes rows: batches with the row id columns first, then the {@code columns} that change. */
  Writer update(List<ColumnDefinition> columns);

  /** Removes rows: batches with the row id columns. */
  Writer delete();

  /** Removes all rows. */
  default void truncate() {
    throw WrapperException.unsupported("TRUNCATE is not supported by this wrapper");
  }
}
