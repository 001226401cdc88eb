// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.StreamWriter;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.engine.EngineTask;
import io.icebridge.lake.table.QueryWriter;
import io.icebridge.lake.table.WrittenQuery;
import io.icebridge.tx.LiveFile;
import io.icebridge.tx.RowIds;
import io.icebridge.tx.TableChanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.types.Types;

/**
 * UPDATE: the old rows are removed by their ids, and new ones are written, whose columns are those
 * that were handed over, and for the rest those of the old rows: DuckDB fetches them from the files
 * by a join, so that they need not travel through PostgreSQL.
 */
final class UpdateWriter implements StreamWriter, QueryWriter {

  /** What was handed over, until all of it is there. */
  private static final String UPDATES = "icebridge_updates";

  /** Beyond these, files are read together, which finds rows less directly. */
  private static final int SINGLE_FILES = 16;

  private final Engine engine;
  private final TableChanges changes;
  private final WriteContext context;
  private final RowIds rowIds;
  private final Removal removal;
  private final DataFileWriter files;
  private final List<ColumnDefinition> columns;
  private final RowStream rows;
  // Where the new values of columns are, by field id.
  private Map<Integer, Integer> places;
  private EngineConnection connection;
  private EngineTask<Map<String, PositionDeleteIndex>> task;
  private Map<String, PositionDeleteIndex> found;
  private boolean finished;

  /** A writer for rows with their id and then these columns. */
  UpdateWriter(WriteContext context, List<ColumnDefinition> columns) {
    this.context = context;
    this.engine = context.engine();
    this.changes = context.changes();
    this.rowIds = context.rowIds();
    this.removal = new Removal(context);
    this.files = DataFileWriter.ofMoved(changes);
    this.columns = columns;
    this.rows = new RowStream(1 + columns.size());
    this.places = files.columns().places(columns);
  }

  @Override
  public List<Long> asText() {
    return TextTypes.OIDS;
  }

  @Override
  public void start(long arrowArrayStream) {
    connection = engine.acquire();
    task =
        EngineTask.start(
            connection,
            "icebridge update",
            mine ->
                rows.read(
                    mine,
                    arrowArrayStream,
                    () -> {
                      mine.run("CREATE TEMP TABLE " + UPDATES + " AS SELECT * FROM " + rows.from());
                      return positions(mine);
                    }));
  }

  @Override
  public long write(WrittenQuery query) {
    List<ColumnDefinition> given = ColumnNumbers.find(columns, query.columns());
    EngineConnection mine = engine.acquire();
    try {
      mine.objects(
          "CREATE TEMP TABLE " + UPDATES + " AS " + select(query, given),
          query.query().parameters());
      places = files.columns().places(given);
      found = positions(mine);
      connection = mine;
    } finally {
      if (connection == null) {
        giveBack(mine);
      }
    }
    return found.values().stream().mapToLong(PositionDeleteIndex::cardinality).sum();
  }

  /** A row is changed once, however many rows of other tables want to. */
  private static String select(WrittenQuery query, List<ColumnDefinition> given) {
    StringBuilder sql = new StringBuilder("SELECT ");
    if (query.repeats()) {
      sql.append("DISTINCT ON (").append(RowStream.column(0)).append(") ");
    }
    sql.append(RowStream.column(0));
    for (int i = 0; i < given.size(); i++) {
      sql.append(", ").append(QueryRows.stored(1 + i, given.get(i))).append(" AS ");
      sql.append(newColumn(i));
    }
    return sql.append(" FROM ").append(QueryRows.from(query, 1 + given.size())).toString();
  }

  private Map<String, PositionDeleteIndex> positions(EngineConnection mine) {
    Map<String, PositionDeleteIndex> positions = new HashMap<>();
    mine.longs(
        "SELECT " + RowStream.column(0) + " FROM " + UPDATES,
        ids -> rowIds.collect(ids, ids.length, positions));
    return positions;
  }

  @Override
  public void keepRowNumbers() {
    removal.keepFiles();
  }

  @Override
  public void finish() {
    Map<String, PositionDeleteIndex> positions = task == null ? found : task.await();
    if (positions == null || positions.isEmpty()) {
      finished = true;
      return;
    }
    List<byte[]> parameters = new ArrayList<>();
    String select = select(positions, parameters);
    List<DataFile> written = files.write(connection, select, parameters);
    removal.remove(positions);
    changes.append(written);
    finished = true;
  }

  private String select(Map<String, PositionDeleteIndex> positions, List<byte[]> parameters) {
    List<String> columns = new ArrayList<>();
    boolean whole = true;
    for (Types.NestedField column : files.columns().columns()) {
      if (Lineage.isLastUpdated(column)) {
        // Inherited: it is this change.
        columns.add(files.columns().cast(column, "NULL"));
        continue;
      }
      Integer place = places.get(column.fieldId());
      whole &= place != null;
      columns.add(
          files
              .columns()
              .cast(
                  column,
                  place == null ? "o." + FileRows.column(column) : "u." + newColumn(place)));
    }
    String select = "SELECT " + String.join(", ", columns) + " FROM ";
    if (whole) {
      return select + UPDATES + " AS u";
    }
    List<LiveFile> old = new ArrayList<>();
    for (String location : positions.keySet()) {
      LiveFile file = removal.files().get(location);
      if (file != null) {
        old.add(new LiveFile(file.file(), List.of(), null));
      }
    }
    FileRows oldRows =
        new FileRows(
            context.view(), files.columns().schema(), rowIds, context.nameMapped(), parameters);
    List<String> selects = new ArrayList<>();
    if (old.size() <= SINGLE_FILES) {
      for (LiveFile file : old) {
        long base = rowIds.base(file.file());
        // DuckDB takes the ids down into the scan, so that row groups without any are not read.
        selects.add(
            select
                + "("
                + oldRows.positions(file)
                + ") AS o JOIN (SELECT *, "
                + RowStream.column(0)
                + " - "
                + base
                + " AS position FROM "
                + UPDATES
                + " WHERE "
                + RowStream.column(0)
                + " BETWEEN "
                + base
                + " AND "
                + (base + file.file().recordCount() - 1)
                + ") AS u ON o.position = u.position");
      }
    } else {
      for (String rest : oldRows.remaining(old)) {
        selects.add(
            select
                + "("
                + rest
                + ") AS o JOIN "
                + UPDATES
                + " AS u ON o.row_id = u."
                + RowStream.column(0));
      }
    }
    return String.join(" UNION ALL ", selects);
  }

  private static String newColumn(int place) {
    return RowStream.column(1 + place);
  }

  @Override
  public void close() {
    if (task != null) {
      task.stop();
    }
    if (!finished) {
      files.discard();
    }
    removal.close();
    if (connection != null) {
      giveBack(connection);
      connection = null;
    }
  }

  private static void giveBack(EngineConnection mine) {
    try (mine) {
      mine.run("DROP TABLE IF EXISTS " + UPDATES);
    }
  }
}
