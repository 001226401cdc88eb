// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.pushdown.duckdb.query.BlockColumn;
import io.icebridge.pushdown.duckdb.query.PlannedBlock;
import io.icebridge.pushdown.query.QueryBlock;

/** Writes down a block for C. */
final class BlockAnswer {

  /** What a DuckDB query costs before its first row: reading this many pages. */
  private static final double STARTUP_COST = 100;

  /** DuckDB looks at a row in a fraction of the time that PostgreSQL takes. */
  private static final double COST_OF_READ_ROW = 0.001;

  /** Handing a row over. */
  private static final double ROW_COST = 0.005;

  private BlockAnswer() {}

  static void add(
      ObjectNode node,
      PlannedBlock block,
      QueryBlock query,
      BlockEstimate estimate,
      JsonNode relations) {
    node.put("block", block.number());
    ArrayNode columns = node.putArray("columns");
    for (BlockColumn column : block.columns()) {
      columns
          .addObject()
          .put("type", column.type())
          .put("modifier", column.modifier())
          .put("collation", column.collation());
    }
    ArrayNode targets = node.putArray("targets");
    for (String target : block.targets()) {
      targets.add(target);
    }
    node.putObject("above")
        .put("filter", block.filter())
        .put("distinct", block.distinct())
        .put("sort", block.sort())
        .put("limit", block.limit());
    addHeaps(node, block, relations);
    double rows = estimate.rows(query);
    node.put("rows", rows);
    node.put("startupCost", STARTUP_COST + COST_OF_READ_ROW * estimate.read());
    node.put("rowCost", ROW_COST);
    node.put("label", "DuckDB");
  }

  /** The columns of PostgreSQL's own relations that a block needs. */
  static void addHeaps(ObjectNode node, PlannedBlock block, JsonNode relations) {
    ObjectNode heaps = node.putObject("heaps");
    HeapColumns.of(block, relations)
        .forEach(
            (oid, heapColumns) -> {
              ArrayNode numbers = heaps.putArray(Long.toString(oid));
              heapColumns.forEach(column -> numbers.add(column.number()));
            });
  }
}
