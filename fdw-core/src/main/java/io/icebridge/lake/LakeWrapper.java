// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import io.icebridge.bridge.spi.ColumnInference;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.PrivilegedWrapper;
import io.icebridge.bridge.spi.SchemaImporter;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineSettings;
import io.icebridge.lake.format.LakeOptions;
import io.icebridge.lake.format.TableOptions;
import io.icebridge.lake.storage.LocalStorage;
import io.icebridge.lake.storage.Storage;
import io.icebridge.lake.table.FolderImport;
import io.icebridge.lake.table.LakeTable;
import java.util.List;
import java.util.Map;

/** Parquet, CSV and JSON files as tables. */
public final class LakeWrapper implements ColumnInference, PrivilegedWrapper, SchemaImporter {

  private static volatile Engine engine = new Engine(EngineSettings.defaults());

  private final Storage storage = new LocalStorage();

  /**
   * Sets what DuckDB may use. Has an effect before the first query only; must be called by the
   * thread that makes all other calls.
   */
  public static void configure(EngineSettings settings) {
    engine.close();
    engine = new Engine(settings);
  }

  /** The engine all lake tables of this VM share. */
  public static Engine engine() {
    return engine;
  }

  @Override
  public List<OptionDefinition> options() {
    return LakeOptions.definitions();
  }

  @Override
  public void validate(OptionLevel level, Map<String, String> options) {
    if (level == OptionLevel.FOREIGN_TABLE) {
      TableOptions.of(options);
    }
    if (level == OptionLevel.COLUMN && "".equals(options.get(LakeOptions.COLUMN_NAME))) {
      throw WrapperException.of(
          SqlState.FDW_INVALID_ATTRIBUTE_VALUE, "option \"column_name\" is empty");
    }
  }

  /** A path is one of the server's files, as long as there are no object stores. */
  @Override
  public List<String> requiredRoles(OptionLevel level, Map<String, String> options) {
    return level == OptionLevel.FOREIGN_TABLE ? List.of("pg_read_server_files") : List.of();
  }

  @Override
  public Table table(TableDefinition definition) {
    return new LakeTable(engine, storage, definition);
  }

  @Override
  public List<ImportedTable> importSchema(Request request) {
    return new FolderImport(engine, storage, request).tables();
  }

  @Override
  public List<InferredColumn> inferColumns(TableDefinition definition) {
    return new LakeTable(engine, storage, definition).inferColumns();
  }
}
