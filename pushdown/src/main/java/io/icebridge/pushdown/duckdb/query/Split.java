// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import java.util.List;
import java.util.Set;

/**
 * What of a block runs in DuckDB.
 *
 * @param columns what it returns
 * @param positions for each target the column, from 1, that is all of it; 0 where none is
 * @param whereAbove which conditions of WHERE PostgreSQL checks
 * @param havingAbove which conditions of HAVING PostgreSQL checks
 */
record Split(
    List<OutputColumn> columns,
    List<Integer> positions,
    Set<Integer> whereAbove,
    Set<Integer> havingAbove,
    boolean distinctBelow,
    boolean sortBelow,
    boolean limitBelow) {

  /** Whether the rows go into a table, so that none of them leaves before all are computed. */
  boolean isWritten() {
    return !columns.isEmpty() && columns.get(0).kind() == OutputColumn.Kind.STORED;
  }
}
