// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.pushdown.duckdb.query.PlannedBlock;
import io.icebridge.pushdown.duckdb.query.RelationUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What of PostgreSQL's own relations a block needs: their rows are handed over with these. */
final class HeapColumns {

  private HeapColumns() {}

  /**
   * The columns by relation, in the order of their numbers, all uses of the relation together.
   *
   * @param relations the message about them, by oid
   */
  static Map<Long, List<ColumnDefinition>> of(PlannedBlock block, JsonNode relations) {
    Map<Long, TreeMap<Integer, ColumnDefinition>> sorted = new TreeMap<>();
    for (RelationUse use : block.relations()) {
      if (isHeap(relations.get(Long.toString(use.oid())))) {
        Map<Integer, ColumnDefinition> columns =
            sorted.computeIfAbsent(use.oid(), oid -> new TreeMap<>());
        use.columns().forEach(column -> columns.put(column.number(), column));
      }
    }
    Map<Long, List<ColumnDefinition>> result = new TreeMap<>();
    sorted.forEach((oid, columns) -> result.put(oid, new ArrayList<>(columns.values())));
    return result;
  }

  static boolean isHeap(JsonNode relation) {
    return relation.path("kind").asText().equals("heap");
  }

  /** Whether DuckDB, to which case means nothing, could take two columns for one. */
  static boolean isAmbiguous(JsonNode relation) {
    Set<String> names = new HashSet<>();
    for (JsonNode column : relation.path("columns")) {
      if (!names.add(column.get("name").asText().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
