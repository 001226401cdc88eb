// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ColumnDefinition;

/**
 * Something about all rows of a table that metadata may tell.
 *
 * @param column null for {@link Kind#ROWS}
 */
public record MetadataAggregate(Kind kind, ColumnDefinition column) {

  /** What about the rows. */
  public enum Kind {
    /** How many there are. */
    ROWS,
    /** How many have a value in the column. */
    VALUES,
    /** The column's least value; NULL where there is none. */
    MIN,
    /** The column's greatest value; NULL where there is none. */
    MAX
  }
}
