// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.lake.Sql;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.table.EngineQuery;
import io.icebridge.lake.table.EngineSource;
import io.icebridge.lake.table.EngineTable;
import io.icebridge.lake.table.MetadataAggregate;
import io.icebridge.lake.table.SourceRequest;
import io.icebridge.pushdown.duckdb.Session;
import io.icebridge.pushdown.duckdb.query.PreparedQuery;
import io.icebridge.pushdown.duckdb.query.RelationUse;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.RangeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A block of a query on the files its tables have now. */
final class BlockQuery {

  private final JsonNode relations;
  private final Map<Long, Table> tables;
  private final Map<Long, Long> heaps;
  private final List<Constant> values;
  private final Session session;
  private final boolean shown;
  private final List<byte[]> parameters = new ArrayList<>();
  private final List<DataFile> files = new ArrayList<>();
  private final StringBuilder filesOfTables = new StringBuilder();
  private int totalFiles;
  private Engine engine;
  private Map<Long, List<ColumnDefinition>> heapColumns = Map.of();

  /**
   * Finds files, but opens none yet.
   *
   * @param request the message about the query, with its relations by oid and what matters of the
   *     session's settings
   * @param tables those of the query, by oid
   * @param heaps the numbers of PostgreSQL's rows that were loaded, by the oids of their relations
   * @param values of the query's parameters; null where they are not known yet
   * @param shown whether the query will be shown to people, not run
   */
  BlockQuery(
      JsonNode request,
      Map<Long, Table> tables,
      Map<Long, Long> heaps,
      List<Constant> values,
      boolean shown) {
    this.relations = request.get("relations");
    this.session =
        new Session(
            request.path("timeZone").textValue(),
            request.path("isoDates").asBoolean(),
            request.path("shortestFloats").asBoolean());
    this.tables = tables;
    this.heaps = heaps;
    this.values = values;
    this.shown = shown;
  }

  EngineQuery of(PreparedQuery query, int block) {
    String sql = fromMetadata(query, block);
    if (sql == null) {
      heapColumns = HeapColumns.of(query.plan(block), relations);
      sql = query.sql(block, values, session, this::source);
    }
    List<ExplainLine> lines = new ArrayList<>();
    if (filesOfTables.length() > 0) {
      lines.add(new ExplainLine("Files", filesOfTables.toString()));
    }
    return new EngineQuery(sql, parameters, files, totalFiles, lines);
  }

  /** The query where no file need be read; null where one must. */
  private String fromMetadata(PreparedQuery query, int block) {
    QueryBlock whole = query.block(block);
    List<MetadataAggregate> aggregates = BlockShape.aggregates(whole);
    if (aggregates == null || aggregates.size() != query.plan(block).columns().size()) {
      return null;
    }
    RangeEntry.Relation relation = BlockShape.onlyTable(whole);
    EngineTable table = (EngineTable) tables.get(relation.oid());
    if (table == null) {
      return null;
    }
    String sql = table.fromMetadata(aggregates, bound(BlockShape.conditions(whole)));
    if (sql != null) {
      engine = table.engine();
      filesOfTables.append("metadata of ").append(relation.name());
    }
    return sql;
  }

  /** The engine that has the tables; null where the block has none. */
  Engine engine() {
    return engine;
  }

  private String source(RelationUse use) {
    List<ColumnDefinition> heap = heapColumns.get(use.oid());
    if (heap != null) {
      return shown
          ? Sql.name(relations.get(Long.toString(use.oid())).get("name").asText())
          : LoadedRows.source(heaps.get(use.oid()), heap);
    }
    EngineTable table = (EngineTable) tables.get(use.oid());
    engine = table.engine();
    EngineSource source =
        table.source(new SourceRequest(use.columns(), bound(use.quals()), parameters, shown));
    files.addAll(source.files());
    totalFiles += source.totalFiles();
    filesOfTables.append(filesOfTables.length() == 0 ? "" : ", ");
    filesOfTables
        .append(relations.get(Long.toString(use.oid())).get("name").asText())
        .append(' ')
        .append(source.files().size());
    filesOfTables.append(" of ").append(source.totalFiles());
    return source.sql();
  }

  private List<Expression> bound(List<Expression> quals) {
    if (values == null || values.isEmpty()) {
      return quals;
    }
    List<Expression> bound = new ArrayList<>(quals.size());
    for (Expression qual : quals) {
      bound.add(Expressions.bind(qual, values));
    }
    return bound;
  }
}
