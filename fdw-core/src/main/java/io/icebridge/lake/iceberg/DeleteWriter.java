// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.StreamWriter;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.engine.EngineTask;
import io.icebridge.lake.table.QueryWriter;
import io.icebridge.lake.table.WrittenQuery;
import io.icebridge.tx.RowIds;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/** DELETE: the row ids become sets of positions, one for each data file. */
final class DeleteWriter implements StreamWriter, QueryWriter {

  /** What a query has found. */
  private static final String FOUND = "icebridge_found";

  private final Engine engine;
  private final RowIds rowIds;
  private final Removal removal;
  private final RowStream rows = new RowStream(1);
  private EngineTask<Map<String, PositionDeleteIndex>> task;
  private Map<String, PositionDeleteIndex> found;

  DeleteWriter(WriteContext context) {
    this.engine = context.engine();
    this.rowIds = context.rowIds();
    this.removal = new Removal(context);
  }

  @Override
  public void start(long arrowArrayStream) {
    task =
        EngineTask.start(
            engine,
            "icebridge delete",
            connection ->
                rows.read(connection, arrowArrayStream, () -> positions(connection, rows.from())));
  }

  @Override
  public long write(WrittenQuery query) {
    try (EngineConnection connection = engine.acquire()) {
      found = found(connection, query);
    }
    return found.values().stream().mapToLong(PositionDeleteIndex::cardinality).sum();
  }

  /** By way of a table, which all threads fill; the rows of a result come through one. */
  private Map<String, PositionDeleteIndex> found(EngineConnection connection, WrittenQuery query) {
    connection.objects(
        "CREATE TEMP TABLE "
            + FOUND
            + " AS SELECT "
            + RowStream.column(0)
            + " FROM "
            + QueryRows.from(query, 1),
        query.query().parameters());
    try {
      return positions(connection, FOUND);
    } finally {
      connection.run("DROP TABLE " + FOUND);
    }
  }

  private Map<String, PositionDeleteIndex> positions(EngineConnection connection, String from) {
    Map<String, PositionDeleteIndex> positions = new HashMap<>();
    connection.longs(
        "SELECT " + RowStream.column(0) + " FROM " + from,
        ids -> rowIds.collect(ids, ids.length, positions));
    return positions;
  }

  @Override
  public void keepRowNumbers() {
    removal.keepFiles();
  }

  @Override
  public void finish() {
    if (task != null) {
      found = task.await();
    }
    if (found != null && !found.isEmpty()) {
      removal.remove(found);
    }
  }

  @Override
  public void close() {
    if (task != null) {
      task.stop();
    }
    removal.close();
  }
}
