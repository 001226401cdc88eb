// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import io.icebridge.bridge.spi.ColumnInference;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.PrivilegedWrapper;
import io.icebridge.bridge.spi.SchemaImporter;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TransactionListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes down what it is asked and fails where a test says so. */
public class RecordingWrapper
    implements ColumnInference, SchemaImporter, TransactionListener, PrivilegedWrapper {

  static final List<String> CALLS = new ArrayList<>();
  static final Map<String, RuntimeException> FAILURES = new HashMap<>();
  static int instances;

  public RecordingWrapper() {
    instances++;
  }

  static void reset() {
    CALLS.clear();
    FAILURES.clear();
    instances = 0;
  }

  /** Notes a call by its name and details; throws what a test wants it to. */
  static void call(String name, Object... details) {
    CALLS.add(details.length == 0 ? name : name + " " + List.of(details));
    if (FAILURES.containsKey(name)) {
      throw FAILURES.get(name);
    }
  }

  @Override
  public List<OptionDefinition> options() {
    return List.of(
        OptionDefinition.optional(OptionLevel.SERVER, "endpoint"),
        OptionDefinition.required(OptionLevel.FOREIGN_TABLE, "path"),
        OptionDefinition.bool(OptionLevel.FOREIGN_TABLE, "header"),
        OptionDefinition.optional(OptionLevel.COLUMN, "field"));
  }

  @Override
  public void validate(OptionLevel level, Map<String, String> options) {
    call("validate", level, options);
  }

  @Override
  public Table table(TableDefinition definition) {
    call("table", definition.name());
    return new RecordingTable(definition);
  }

  @Override
  public List<InferredColumn> inferColumns(TableDefinition definition) {
    call("infer");
    return List.of(
        new InferredColumn("a", new InferredType.Named("text"), true, Map.of("field", "A")),
        InferredColumn.of(
            "b",
            new InferredType.Array(
                new InferredType.Composite(
                    List.of(new InferredType.Field("c", new InferredType.Named("int")))))));
  }

  @Override
  public List<ImportedTable> importSchema(Request request) {
    call("import", request.schema(), request.selection(), request.tables(), request.options());
    return List.of(new ImportedTable("t", inferColumns(null), Map.of("path", "p")));
  }

  @Override
  public List<String> requiredRoles(OptionLevel level, Map<String, String> options) {
    return List.of("pg_read_server_files");
  }

  @Override
  public void begin(Isolation isolation, boolean readOnly) {
    call("begin", isolation, readOnly);
  }

  @Override
  public void preCommit() {
    call("preCommit");
  }

  @Override
  public void commit() {
    call("commit");
  }

  @Override
  public void rollback() {
    call("rollback");
  }

  @Override
  public void savepoint(int level) {
    call("savepoint", level);
  }

  @Override
  public void releaseSavepoint(int level) {
    call("release", level);
  }

  @Override
  public void rollbackToSavepoint(int level) {
    call("rollbackTo", level);
  }
}
