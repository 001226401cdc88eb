// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.StreamWriter;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.engine.EngineTask;
import io.icebridge.lake.table.QueryWriter;
import io.icebridge.lake.table.WrittenQuery;
import io.icebridge.tx.TableChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Types;

/** INSERT: the rows become data files, which are appended when all are written. */
final class InsertWriter implements StreamWriter, QueryWriter {

  private final Engine engine;
  private final TableChanges changes;
  private final List<ColumnDefinition> columns;
  private final RowStream rows;
  private DataFileWriter files;
  private EngineTask<List<DataFile>> task;
  private List<DataFile> written;
  private boolean finished;

  /**
   * A writer for rows of these columns; columns of the table that are not among them become NULL.
   */
  InsertWriter(Engine engine, TableChanges changes, List<ColumnDefinition> columns) {
    this.engine = engine;
    this.changes = changes;
    this.columns = columns;
    this.files = new DataFileWriter(changes);
    this.rows = new RowStream(columns.size());
  }

  private String select() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(RowStream.column(i));
    }
    return select(columns, values, rows.from());
  }

  /** Rows with the values of some columns, in their order. */
  private String select(List<ColumnDefinition> given, List<String> values, String from) {
    Map<Integer, Integer> places = files.columns().places(given);
    List<String> expressions = new ArrayList<>();
    for (Types.NestedField column : files.columns().columns()) {
      Integer place = places.get(column.fieldId());
      expressions.add(files.columns().cast(column, place == null ? "NULL" : values.get(place)));
    }
    return "SELECT " + String.join(", ", expressions) + " FROM " + from;
  }

  @Override
  public List<Long> asText() {
    return TextTypes.OIDS;
  }

  @Override
  public void start(long arrowArrayStream) {
    task =
        EngineTask.start(
            engine,
            "icebridge insert",
            connection ->
                rows.read(
                    connection,
                    arrowArrayStream,
                    () -> files.write(connection, select(), List.of())));
  }

  @Override
  public long write(WrittenQuery query) {
    List<ColumnDefinition> given = ColumnNumbers.find(columns, query.columns());
    List<String> values = new ArrayList<>();
    for (ColumnDefinition column : given) {
      values.add(QueryRows.stored(values.size(), column));
    }
    String select = select(given, values, QueryRows.from(query, given.size()));
    try (EngineConnection connection = engine.acquire()) {
      written = files.write(connection, select, query.query().parameters());
    } finally {
      if (written == null) {
        files.discard();
        files = new DataFileWriter(changes);
      }
    }
    return written.stream().mapToLong(DataFile::recordCount).sum();
  }

  @Override
  public void finish() {
    if (task != null) {
      written = task.await();
    }
    if (written != null && !written.isEmpty()) {
      changes.append(written);
    }
    finished = true;
  }

  @Override
  public void close() {
    if (task != null) {
      task.stop();
    }
    if (!finished) {
      files.discard();
    }
  }
}
