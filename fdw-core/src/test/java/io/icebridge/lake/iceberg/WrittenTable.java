// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.StreamWriter;
import io.icebridge.lake.TestTypes;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.engine.EngineSettings;
import io.icebridge.lake.engine.QueryStream;
import io.icebridge.tx.LiveFile;
import io.icebridge.tx.LocalFileIO;
import io.icebridge.tx.TableChanges;
import io.icebridge.tx.TableView;
import io.icebridge.tx.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expressions;

/** A table in a folder; its rows come from queries of DuckDB. */
final class WrittenTable implements AutoCloseable {

  static final long OID = 1;

  final Engine engine = new Engine(new EngineSettings(null, 2, null, null));
  final ParquetPositionDeletes positionDeletes = new ParquetPositionDeletes(engine);
  final Tables tables = new Tables(new LocalFileIO(), positionDeletes);
  private final NameMappedFiles nameMapped = new NameMappedFiles(engine);
  private String location;
  private int command;

  WrittenTable(Path folder, Schema schema, Map<String, String> properties) {
    tables.begin();
    tables
        .change(OID, null, command++)
        .create(schema, PartitionSpec.unpartitioned(), folder.resolve("t").toString(), properties);
  }

  /** The next statement's changes. */
  TableChanges change() {
    return tables.change(OID, location, command++);
  }

  /** What the next statement sees. */
  TableView view() {
    return tables.view(OID, location, command);
  }

  /** Ends the transaction; the next one begins. */
  void commit() {
    Map<Long, String> newest = new HashMap<>();
    newest.put(OID, location);
    location = tables.prepare(newest, false).get(OID);
    tables.commit();
    tables.begin();
    command = 1;
  }

  List<LiveFile> files() {
    return view().files(Expressions.alwaysTrue());
  }

  List<DataFile> dataFiles() {
    return files().stream().map(LiveFile::file).toList();
  }

  /** Columns {@code name type, …} of PostgreSQL. */
  static List<ColumnDefinition> columns(String... namesAndTypes) {
    List<ColumnDefinition> columns = new ArrayList<>();
    for (String column : namesAndTypes) {
      int blank = column.indexOf(' ');
      columns.add(
          new ColumnDefinition(
              column.substring(0, blank),
              columns.size() + 1,
              TestTypes.type(column.substring(blank + 1)),
              false,
              Map.of()));
    }
    return columns;
  }

  /** Inserts what a query returns. */
  void insert(List<ColumnDefinition> columns, String select) {
    write(new InsertWriter(engine, change(), columns), select);
  }

  /** Gives what a query returns to a writer. */
  void write(StreamWriter writer, String select) {
    try (writer;
        EngineConnection source = engine.acquire();
        QueryStream stream = source.stream(select, List.of(), "", 2048, false, true)) {
      writer.start(stream.address());
      writer.finish();
    }
  }

  /** What the writers of the next statement need. */
  WriteContext context() {
    return new WriteContext(engine, change(), view(), this::view, tables.rowIds(OID), nameMapped);
  }

  /**
   * The rows the next statement sees, each as its row id and the values, in text.
   *
   * @param filter of the rows by {@code row_id} and columns {@code f1}, …
   */
  List<String> rows(String columns, String filter) {
    List<byte[]> parameters = new ArrayList<>();
    FileRows rows =
        new FileRows(
            view(),
            Lineage.moved(view().schema(), view().metadata().formatVersion()),
            tables.rowIds(OID),
            nameMapped,
            parameters);
    List<String> queries = rows.remaining(files());
    List<String> texts = new ArrayList<>();
    if (queries.isEmpty()) {
      return texts;
    }
    try (EngineConnection connection = engine.acquire()) {
      for (Object[] row :
          connection.objects(
              "SELECT concat_ws('|', "
                  + columns
                  + ") FROM ("
                  + String.join(" UNION ALL ", queries)
                  + ") WHERE "
                  + filter
                  + " ORDER BY ALL",
              parameters)) {
        texts.add((String) row[0]);
      }
    }
    return texts;
  }

  /** Deletes the rows that a filter leaves. */
  void delete(String filter) {
    String ids = ids(filter);
    write(new DeleteWriter(context()), "SELECT unnest([" + ids + "]::BIGINT[])");
  }

  private String ids(String filter) {
    return String.join(", ", rows("row_id", filter));
  }

  /** Sets columns of the rows that a filter leaves. */
  void update(List<ColumnDefinition> columns, String values, String filter) {
    String ids = ids(filter);
    write(
        new UpdateWriter(context(), columns),
        "SELECT id, " + values + " FROM (SELECT unnest([" + ids + "]::BIGINT[]) AS id)");
  }

  @Override
  public void close() {
    tables.rollback();
    engine.close();
  }
}
