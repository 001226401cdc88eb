// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.CatalogWrapper;
import io.icebridge.bridge.spi.TransactionListener;
import io.icebridge.bridge.spi.WrapperException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tables of PostgreSQL's catalog that a transaction has changed, on their way to its commit.
 */
final class Changes {

  private Changes() {}

  /** The changed tables, each with the wrapper that keeps its changes. */
  private static Map<Long, CatalogWrapper> of(Collection<TransactionListener> listeners) {
    Map<Long, CatalogWrapper> changed = new LinkedHashMap<>();
    for (TransactionListener listener : listeners) {
      if (listener instanceof CatalogWrapper catalog) {
        for (Long table : catalog.changedTables()) {
          if (changed.put(table, catalog) != null) {
            throw WrapperException.unsupported(
                    "cannot change a table under several user mappings in one transaction")
                .withDetail("The table has the oid " + table + ".")
                .withHint("Commit in between.");
          }
        }
      }
    }
    return changed;
  }

  /**
   * Adds {@code tables}, the oids of those that were changed, and {@code opaque}, whether there are
   * listeners that cannot tell.
   */
  static ObjectNode describe(Collection<TransactionListener> listeners) {
    ObjectNode answer = Answers.object();
    ArrayNode tables = answer.putArray("tables");
    for (Long table : of(listeners).keySet()) {
      tables.add(table.longValue());
    }
    boolean opaque = false;
    for (TransactionListener listener : listeners) {
      opaque |= !(listener instanceof CatalogWrapper);
    }
    return answer.put("opaque", opaque);
  }

  /** Has each wrapper write the metadata of its tables. */
  static ObjectNode prepare(Collection<TransactionListener> listeners, JsonNode request) {
    Map<Long, CatalogWrapper> changed = of(listeners);
    Map<CatalogWrapper, Map<Long, String>> newest = new LinkedHashMap<>();
    for (JsonNode table : request.get("tables")) {
      JsonNode location = table.get("metadataLocation");
      Long oid = table.get("oid").asLong();
      newest
          .computeIfAbsent(changed.get(oid), wrapper -> new HashMap<>())
          .put(oid, location.isNull() ? null : location.asText());
    }
    ObjectNode answer = Answers.object();
    ArrayNode tables = answer.putArray("tables");
    for (Map.Entry<CatalogWrapper, Map<Long, String>> entry : newest.entrySet()) {
      Map<Long, String> prepared =
          entry
              .getKey()
              .prepare(
                  entry.getValue(),
                  request.get("durable").asBoolean(),
                  Instant.ofEpochMilli(request.get("oldestTransaction").asLong()));
      for (Map.Entry<Long, String> table : prepared.entrySet()) {
        tables.addObject().put("oid", table.getKey()).put("metadataLocation", table.getValue());
      }
    }
    return answer;
  }
}
