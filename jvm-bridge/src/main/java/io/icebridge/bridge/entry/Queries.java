// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.PrivilegedWrapper;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.Writer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

/** Planning and running whole queries. */
final class Queries {

  /** The kind of a relation that a wrapper of ours serves. */
  private static final String FOREIGN = "lake";

  private final Wrappers wrappers;
  private final Transactions transactions;
  private final WholeQueries queries;
  private final ConcurrentMap<Long, Cursor> cursors;

  Queries(
      Wrappers wrappers,
      Transactions transactions,
      WholeQueries queries,
      ConcurrentMap<Long, Cursor> cursors) {
    this.wrappers = wrappers;
    this.transactions = transactions;
    this.queries = queries;
    this.cursors = cursors;
  }

  ObjectNode plan(JsonNode request) {
    ObjectNode answer = Answers.object();
    Map<Long, Table> tables = tables(request, answer);
    addRoles(request, answer);
    queries.plan(request, tables, answer);
    return answer;
  }

  ObjectNode open(JsonNode request) {
    ObjectNode answer = Answers.object();
    Cursor cursor = queries.open(request, tables(request, answer));
    cursors.put(request.get("cursor").asLong(), cursor);
    long stream = cursor.arrowStream();
    if (stream == 0) {
      throw WrapperException.of(
          SqlState.FDW_ERROR, cursor.getClass().getName() + " returned no Arrow stream");
    }
    return answer.put("stream", stream);
  }

  /** Has a writer write what a query returns. */
  ObjectNode write(JsonNode request, Writer writer) {
    ObjectNode answer = Answers.object();
    return answer.put("rows", queries.write(request, tables(request, answer), writer));
  }

  ObjectNode explain(JsonNode request) {
    return Answers.lines(queries.explain(request, tables(request, Answers.object())));
  }

  void load(JsonNode request) {
    queries.load(rows(request), request.get("stream").asLong(), request.get("columns").asInt());
  }

  void unload(JsonNode request) {
    queries.unload(rows(request));
  }

  private static long rows(JsonNode request) {
    return request.get("rows").asLong();
  }

  /** The foreign tables of a request; their wrappers hear of the transaction. */
  private Map<Long, Table> tables(JsonNode request, ObjectNode answer) {
    Map<Long, Table> tables = new LinkedHashMap<>();
    boolean listening = false;
    for (Iterator<JsonNode> relations = request.get("relations").elements();
        relations.hasNext(); ) {
      JsonNode relation = relations.next();
      if (isForeign(relation)) {
        JsonNode definition = definition(relation);
        listening |= transactions.touch(wrappers.of(definition), request.path("transaction"));
        tables.put(definition.get("oid").asLong(), wrappers.table(definition));
      }
    }
    answer.put("listening", listening);
    return tables;
  }

  private static boolean isForeign(JsonNode relation) {
    return FOREIGN.equals(relation.path("kind").asText());
  }

  /** The message as scans have it, so that a table need not be opened again for a query. */
  private static JsonNode definition(JsonNode relation) {
    ObjectNode definition = Answers.object();
    definition.setAll((ObjectNode) relation);
    definition.remove("kind");
    return definition;
  }

  /**
   * Adds the roles that the owner of each table must have: by the table's oid, and those of all
   * tables together.
   */
  private void addRoles(JsonNode request, ObjectNode answer) {
    Set<String> all = new LinkedHashSet<>();
    ObjectNode byTable = answer.putObject("tableRoles");
    for (Iterator<JsonNode> relations = request.get("relations").elements();
        relations.hasNext(); ) {
      JsonNode relation = relations.next();
      if (isForeign(relation) && wrappers.of(relation) instanceof PrivilegedWrapper privileged) {
        List<String> required =
            privileged.requiredRoles(
                OptionLevel.FOREIGN_TABLE, Definitions.options(relation.get("options")));
        if (!required.isEmpty()) {
          Answers.texts(byTable, relation.get("oid").asText(), required);
          all.addAll(required);
        }
      }
    }
    Answers.texts(answer, "roles", new ArrayList<>(all));
  }
}
