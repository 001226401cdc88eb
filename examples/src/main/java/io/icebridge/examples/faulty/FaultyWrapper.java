// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.faulty;

import io.icebridge.bridge.spi.ColumnInference;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.SchemaImporter;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TransactionListener;
import java.util.List;
import java.util.Map;

/**
 * A wrapper whose tables have the numbers from 1 to {@code rows}, and go wrong in the {@code call}
 * named by an option, in the way the option {@code fault} says. Transactions go wrong as the table
 * that was opened last says.
 */
public final class FaultyWrapper implements ColumnInference, SchemaImporter, TransactionListener {

  /** What transactions do. */
  private Faults faults = Faults.NONE;

  @Override
  public List<OptionDefinition> options() {
    return List.of(
        OptionDefinition.optional(OptionLevel.SERVER, "call"),
        OptionDefinition.optional(OptionLevel.SERVER, "fault"),
        OptionDefinition.optional(OptionLevel.FOREIGN_TABLE, "call"),
        OptionDefinition.optional(OptionLevel.FOREIGN_TABLE, "fault"),
        OptionDefinition.optional(OptionLevel.FOREIGN_TABLE, "rows"),
        OptionDefinition.optional(OptionLevel.FOREIGN_TABLE, "shape"));
  }

  @Override
  public void validate(OptionLevel level, Map<String, String> options) {
    Faults.of(options).at("validate");
  }

  @Override
  public Table table(TableDefinition definition) {
    faults = Faults.of(definition.options());
    faults.at("table");
    return new FaultyTable(definition, faults);
  }

  @Override
  public List<InferredColumn> inferColumns(TableDefinition definition) {
    Faults.of(definition.options()).at("infer");
    return List.of(InferredColumn.of("n", new InferredType.Named("no_such_type")));
  }

  @Override
  public List<ImportedTable> importSchema(Request request) {
    Faults.of(request.server().options()).at("import");
    return List.of();
  }

  @Override
  public void begin(Isolation isolation, boolean readOnly) {
    once("begin");
  }

  @Override
  public void preCommit() {
    once("preCommit");
  }

  @Override
  public void commit() {
    once("commit");
  }

  @Override
  public void rollback() {
    once("rollback");
  }

  @Override
  public void savepoint(int level) {
    once("savepoint");
  }

  @Override
  public void releaseSavepoint(int level) {
    once("releaseSavepoint");
  }

  @Override
  public void rollbackToSavepoint(int level) {
    once("rollbackToSavepoint");
  }

  /** A table goes wrong every time, but a transaction only once. */
  private void once(String call) {
    if (call.equals(faults.call())) {
      Faults armed = faults;
      faults = Faults.NONE;
      armed.at(call);
    }
  }
}
