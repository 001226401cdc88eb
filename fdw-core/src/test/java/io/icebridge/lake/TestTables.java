// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.ServerDefinition;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineSettings;
import io.icebridge.lake.storage.LocalStorage;
import io.icebridge.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables for tests, without a server. */
public final class TestTables {

  /** The engine of all tests that do not need settings of their own. */
  public static final Engine ENGINE = new Engine(EngineSettings.defaults());

  private TestTables() {}

  /** Runs a statement in DuckDB, mostly to write files. */
  public static void duckdb(String sql) {
    ENGINE.rows(sql);
  }

  /** A table with columns spelled {@code name type}. */
  public static LakeTable table(Map<String, String> options, String... columns) {
    return new LakeTable(ENGINE, new LocalStorage(), definition(options, columns));
  }

  /** The definition behind {@link #table}. */
  public static TableDefinition definition(Map<String, String> options, String... columns) {
    List<ColumnDefinition> definitions = columns(columns);
    ServerDefinition server = new ServerDefinition(1, "lake", Map.of(), Map.of());
    return new TableDefinition(2, "public", "t", server, options, definitions);
  }

  public static List<ColumnDefinition> columns(String... columns) {
    List<ColumnDefinition> definitions = new ArrayList<>();
    for (String column : columns) {
      int space = column.indexOf(' ');
      definitions.add(
          new ColumnDefinition(
              column.substring(0, space),
              definitions.size() + 1,
              TestTypes.type(column.substring(space + 1)),
              false,
              Map.of()));
    }
    return definitions;
  }

  /** A request for all columns. */
  public static ScanRequest all(String... columns) {
    return request(columns(columns), List.of(), -1);
  }

  public static ScanRequest request(
      List<ColumnDefinition> columns, List<Expression> quals, long limit) {
    return new ScanRequest(columns, quals, List.of(), limit, 0, false);
  }

  /** All rows of all columns of a file. */
  public static ArrowRows scan(String path, String... columns) {
    return scan(Map.of("path", path), columns);
  }

  public static ArrowRows scan(Map<String, String> options, String... columns) {
    return ArrowRows.read(table(options, columns).scan(all(columns)));
  }

  /** The columns found in a file, spelled {@code name type}. */
  public static List<String> inferred(Map<String, String> options) {
    List<String> columns = new ArrayList<>();
    for (InferredColumn column : table(options).inferColumns()) {
      columns.add(column.name() + " " + TestTypes.spell(column.type()));
    }
    return columns;
  }

  static Map<String, String> with(Map<String, String> options, String name, String value) {
    Map<String, String> more = new HashMap<>(options);
    more.put(name, value);
    return more;
  }

  static PostgresType type(String spelling) {
    return TestTypes.type(spelling);
  }
}
