// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.pushdown.duckdb.query.DuckDbQueries;
import io.icebridge.pushdown.duckdb.query.PreparedQuery;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Queries that were read lately, by their text: an execution comes with the same text as its plan,
 * and a prepared statement with the same again and again.
 */
final class PreparedQueries {

  private static final int MOST = 16;

  /** The member of requests whose query's rows are written. */
  static final String WRITE = "write";

  /** What besides its text a query means: its facts and the columns of its relations. */
  private record Read(JsonNode facts, JsonNode relations, PreparedQuery query) {}

  private final Map<String, Read> byText =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Read> eldest) {
          return size() > MOST;
        }
      };

  /** The query of a request. */
  synchronized PreparedQuery get(JsonNode request) {
    boolean written = request.has(WRITE);
    String text = request.get("query").textValue();
    String key = written ? WRITE + text : text;
    JsonNode facts = request.get("facts");
    JsonNode relations = columns(request.get("relations"));
    Read read = byText.get(key);
    if (read == null || !read.facts.equals(facts) || !read.relations.equals(relations)) {
      read =
          new Read(
              facts,
              relations,
              written ? DuckDbQueries.readWritten(request) : DuckDbQueries.read(request));
      byText.put(key, read);
    }
    return read.query;
  }

  /** What of the relations is part of a query's meaning; the version of a table is not. */
  private static JsonNode columns(JsonNode relations) {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    for (Iterator<String> oids = relations.fieldNames(); oids.hasNext(); ) {
      String oid = oids.next();
      JsonNode relation = relations.get(oid);
      ArrayNode parts = columns.putArray(oid);
      for (String part : new String[] {"kind", "schema", "name", "columns"}) {
        parts.add(relation.path(part).isMissingNode() ? null : relation.get(part));
      }
    }
    return columns;
  }
}
