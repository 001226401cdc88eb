// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.entry.WholeQueries;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.Writer;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.lake.LakeWrapper;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.table.EngineQuery;
import io.icebridge.lake.table.EngineTable;
import io.icebridge.lake.table.LakeCursor;
import io.icebridge.lake.table.QueryWriter;
import io.icebridge.lake.table.WrittenQuery;
import io.icebridge.pushdown.PostgresExpressions;
import io.icebridge.pushdown.duckdb.query.PlannedBlock;
import io.icebridge.pushdown.duckdb.query.PreparedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Queries over tables that DuckDB reads, carried out by it. */
public final class LakeQueries implements WholeQueries {

  /** As for scans: quick to fill and to hand over. */
  private static final long BATCH_ROWS = 8_192;

  private final PreparedQueries prepared = new PreparedQueries();
  private final LoadedRows loaded = new LoadedRows();

  @Override
  public void plan(JsonNode request, Map<Long, Table> tables, ObjectNode answer) {
    markOthers(request, tables);
    HeapRows.markUnrewarding(request.get("relations"), () -> lakeRows(tables));
    PreparedQuery query = prepared.get(request);
    if (request.has(PreparedQueries.WRITE)) {
      addWritten(query, request.get("relations"), answer);
    } else {
      addBlocks(query, tables, request.get("relations"), answer);
    }
    ArrayNode notes = answer.putArray("notes");
    for (String note : query.plan().notes()) {
      notes.add(note);
    }
  }

  /** The query as a whole, or nothing of it. */
  private static void addWritten(PreparedQuery query, JsonNode relations, ObjectNode answer) {
    answer.put("written", !query.plan().blocks().isEmpty());
    for (PlannedBlock block : query.plan().blocks()) {
      BlockAnswer.addHeaps(answer, block, relations);
    }
  }

  private static double lakeRows(Map<Long, Table> tables) {
    double rows = 0;
    for (Table table : tables.values()) {
      if (table instanceof EngineTable engineTable && engineTable.reasonAlone() == null) {
        rows += engineTable.estimatedRows();
      }
    }
    return rows;
  }

  private static void addBlocks(
      PreparedQuery query, Map<Long, Table> tables, JsonNode relations, ObjectNode answer) {
    ArrayNode blocks = answer.putArray("blocks");
    for (PlannedBlock block : query.plan().blocks()) {
      BlockEstimate estimate =
          new BlockEstimate(
              oid -> rows(oid, tables, relations),
              (oid, column) ->
                  tables.get(oid) instanceof EngineTable table ? table.distribution(column) : null);
      BlockAnswer.add(blocks.addObject(), block, query.block(block.number()), estimate, relations);
    }
  }

  private static double rows(long oid, Map<Long, Table> tables, JsonNode relations) {
    Table table = tables.get(oid);
    return table == null
        ? relations.get(Long.toString(oid)).get("rows").asDouble()
        : ((EngineTable) table).estimatedRows();
  }

  /** Relations that are tables of ours but not DuckDB's are like any other relation. */
  private static void markOthers(JsonNode request, Map<Long, Table> tables) {
    copyRelations((ObjectNode) request);
    for (JsonNode relation : request.get("relations")) {
      if (HeapColumns.isHeap(relation) && HeapColumns.isAmbiguous(relation)) {
        ((ObjectNode) relation)
            .put("kind", "other")
            .put("reason", "names of its columns differ in nothing but case");
      }
    }
    for (Map.Entry<Long, Table> table : tables.entrySet()) {
      String reason =
          table.getValue() instanceof EngineTable engineTable
              ? engineTable.reasonAlone()
              : "its wrapper is not one of DuckDB's files";
      if (reason != null) {
        ObjectNode relation = (ObjectNode) request.get("relations").get(table.getKey().toString());
        relation.put("kind", "other").put("reason", reason);
      }
    }
  }

  /** Other messages may have the same ones, and marks are for this one only. */
  private static void copyRelations(ObjectNode request) {
    JsonNode relations = request.get("relations");
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Iterator<String> oids = relations.fieldNames(); oids.hasNext(); ) {
      String oid = oids.next();
      copy.putObject(oid).setAll((ObjectNode) relations.get(oid));
    }
    request.set("relations", copy);
  }

  @Override
  public Cursor open(JsonNode request, Map<Long, Table> tables) {
    markOthers(request, tables);
    PreparedQuery query = prepared.get(request);
    int block = request.get("block").asInt();
    BlockQuery blockQuery = new BlockQuery(request, tables, heaps(request), values(request), false);
    EngineQuery engineQuery = blockQuery.of(query, block);
    Engine engine = blockQuery.engine() == null ? LakeWrapper.engine() : blockQuery.engine();
    try {
      return new QueryCursor(
          LakeCursor.open(
              engine,
              engineQuery,
              BATCH_ROWS,
              request.path("analyze").asBoolean(false),
              !query.streams(block)));
    } catch (WrapperException failure) {
      throw QueryErrors.translate(failure);
    }
  }

  @Override
  public long write(JsonNode request, Map<Long, Table> tables, Writer writer) {
    if (!(writer instanceof QueryWriter queryWriter)) {
      throw WrapperException.unsupported("the writer takes rows from PostgreSQL only");
    }
    markOthers(request, tables);
    EngineQuery query =
        new BlockQuery(request, tables, heaps(request), values(request), false)
            .of(prepared.get(request), request.get("block").asInt());
    query.prepare(LakeWrapper.engine());
    JsonNode write = request.get(PreparedQueries.WRITE);
    List<Integer> columns = new ArrayList<>();
    for (JsonNode column : write.get("columns")) {
      columns.add(column.asInt());
    }
    try {
      return queryWriter.write(
          new WrittenQuery(
              query, columns, write.get("checked").asBoolean(), write.get("repeats").asBoolean()));
    } catch (WrapperException failure) {
      throw QueryErrors.translate(query.naming(failure));
    }
  }

  private static List<Constant> values(JsonNode request) {
    List<Constant> values = new ArrayList<>();
    for (JsonNode parameter : request.path("parameters")) {
      values.add(PostgresExpressions.constant(parameter, request.get("facts")));
    }
    return values;
  }

  /** The numbers of rows that were loaded, by the relation they come from. */
  private static Map<Long, Long> heaps(JsonNode request) {
    Map<Long, Long> heaps = new HashMap<>();
    JsonNode numbers = request.path("heaps");
    for (Iterator<String> oids = numbers.fieldNames(); oids.hasNext(); ) {
      String oid = oids.next();
      heaps.put(Long.valueOf(oid), numbers.get(oid).asLong());
    }
    return heaps;
  }

  @Override
  public void load(long rows, long arrowArrayStream, int columns) {
    loaded.load(LakeWrapper.engine(), rows, arrowArrayStream, columns);
  }

  @Override
  public void unload(long rows) {
    loaded.unload(LakeWrapper.engine(), rows);
  }

  @Override
  public List<ExplainLine> explain(JsonNode request, Map<Long, Table> tables) {
    markOthers(request, tables);
    EngineQuery query;
    try {
      query =
          new BlockQuery(request, tables, Map.of(), null, true)
              .of(prepared.get(request), request.get("block").asInt());
    } catch (WrapperException e) {
      if (!SqlState.FEATURE_NOT_SUPPORTED.equals(e.sqlState())) {
        throw e;
      }
      // Not with the session's present settings: an execution is PostgreSQL's then.
      return List.of(new ExplainLine("Not Pushed Down", e.getMessage()));
    }
    List<ExplainLine> lines = new ArrayList<>(query.lines());
    lines.add(new ExplainLine("DuckDB SQL", query.sql()));
    return lines;
  }
}
