// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import java.util.List;

/**
 * Which parts of a query run in DuckDB.
 *
 * @param blocks none inside of another
 * @param notes why other parts do not, a sentence without full stop for each
 */
public record QueryPlan(List<PlannedBlock> blocks, List<String> notes) {

  public QueryPlan {
    blocks = List.copyOf(blocks);
    notes = List.copyOf(notes);
  }
}
