// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.DoubleSupplier;

/** Whether rows of PostgreSQL's own relations are worth being handed over. */
final class HeapRows {

  /** So few take a few milliseconds. */
  private static final double FEW = 10_000;

  private HeapRows() {}

  /**
   * Leaves relations to PostgreSQL that have more rows than the lake tables next to them: it looks
   * those up by an index that fit, or reads them in less time than handing over takes.
   *
   * @param relations the message about them, which is changed
   * @param lakeRows how many rows the lake tables have together; asked for if need be
   */
  static void markUnrewarding(JsonNode relations, DoubleSupplier lakeRows) {
    double most = -1;
    for (JsonNode relation : relations) {
      if (!HeapColumns.isHeap(relation) || relation.get("rows").asDouble() <= FEW) {
        continue;
      }
      most = most < 0 ? lakeRows.getAsDouble() : most;
      if (relation.get("rows").asDouble() > most) {
        ((ObjectNode) relation)
            .put("kind", "other")
            .put("reason", "it has more rows than the lake tables");
      }
    }
  }
}
