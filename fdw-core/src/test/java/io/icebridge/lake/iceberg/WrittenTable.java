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
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expressions;

/** A table in a folder, within one transaction; its rows come from queries of DuckDB. */
final class WrittenTable implements AutoCloseable {

  static final long OID = 1;

  final Engine engine = new Engine(new EngineSettings(null, 2, null, null));
  final ParquetPositionDeletes positionDeletes = new ParquetPositionDeletes(engine);
  final Tables tables = new Tables(new LocalFileIO(), positionDeletes);
  private int command;

  WrittenTable(Path folder, Schema schema, Map<String, String> properties) {
    tables.begin();
    tables
        .change(OID, null, command++)
        .create(schema, PartitionSpec.unpartitioned(), folder.resolve("t").toString(), properties);
  }

  /** The next statement's changes. */
  TableChanges change() {
    return tables.change(OID, null, command++);
  }

  /** What the next statement sees. */
  TableView view() {
    return tables.view(OID, null, command);
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

  List<String[]> rows(String sql) {
    return engine.rows(sql);
  }

  @Override
  public void close() {
    tables.rollback();
    engine.close();
  }
}
