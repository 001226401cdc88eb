// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.StreamWriter;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineTask;
import io.icebridge.tx.TableChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Types;

/** INSERT: the rows become data files, which are appended when all are written. */
final class InsertWriter implements StreamWriter {

  private final Engine engine;
  private final TableChanges changes;
  private final DataFileWriter files;
  private final RowStream rows;
  private final String select;
  private EngineTask<List<DataFile>> task;
  private boolean finished;

  /**
   * A writer for rows of these columns; columns of the table that are not among them become NULL.
   */
  InsertWriter(Engine engine, TableChanges changes, List<ColumnDefinition> columns) {
    this.engine = engine;
    this.changes = changes;
    this.files = new DataFileWriter(changes);
    this.rows = new RowStream(columns.size());
    this.select = select(columns);
  }

  private String select(List<ColumnDefinition> columns) {
    Map<Integer, Integer> places = files.columns().places(columns);
    List<String> expressions = new ArrayList<>();
    for (Types.NestedField column : files.columns().columns()) {
      Integer place = places.get(column.fieldId());
      expressions.add(
          files.columns().cast(column, place == null ? "NULL" : RowStream.column(place)));
    }
    return "SELECT " + String.join(", ", expressions) + " FROM " + rows.from();
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
                    () -> files.write(connection, select, List.of())));
  }

  @Override
  public void finish() {
    if (task != null) {
      changes.append(task.await());
    }
    finished = true;
  }

  @Override
  public void close() {
    if (task != null) {
      task.stop();
      if (!finished) {
        files.discard();
      }
    }
  }
}
