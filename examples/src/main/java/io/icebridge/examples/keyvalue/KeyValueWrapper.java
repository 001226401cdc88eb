// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import io.icebridge.bridge.spi.ColumnInference;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.SchemaImporter;
import io.icebridge.bridge.spi.ServerDefinition;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TransactionListener;
import io.icebridge.bridge.spi.WrapperException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Key–value stores in memory. They live as long as the session.
 *
 * <p>A table shows the store its option {@code store} names, or that of its own name, so several
 * tables of a server may share one. It has a key column of type text and a value column of any
 * type.
 */
public final class KeyValueWrapper implements ColumnInference, SchemaImporter, TransactionListener {

  @Override
  public List<OptionDefinition> options() {
    return List.of(
        OptionDefinition.optional(OptionLevel.SERVER, KeyValueOptions.MAX_ROWS),
        OptionDefinition.bool(OptionLevel.USER_MAPPING, KeyValueOptions.READ_ONLY),
        OptionDefinition.optional(OptionLevel.FOREIGN_TABLE, KeyValueOptions.STORE),
        OptionDefinition.bool(OptionLevel.FOREIGN_TABLE, KeyValueOptions.READ_ONLY),
        new OptionDefinition(
            OptionLevel.COLUMN,
            KeyValueOptions.ROLE,
            false,
            List.of(KeyValueOptions.KEY, KeyValueOptions.VALUE)));
  }

  @Override
  public void validate(OptionLevel level, Map<String, String> options) {
    KeyValueOptions.validate(options);
  }

  @Override
  public Table table(TableDefinition definition) {
    Store store = store(definition);
    return KeyValueOptions.isReadOnly(definition)
        ? new KeyValueTable(definition, store)
        : new WritableKeyValueTable(definition, store);
  }

  @Override
  public List<InferredColumn> inferColumns(TableDefinition definition) {
    Store store = store(definition);
    if (store.valueType() == null) {
      throw WrapperException.of(
              SqlState.FDW_ERROR,
              "store \"" + store.name() + "\" is empty, so its type is not known")
          .withHint("Give the table a list of columns.");
    }
    return columns(store);
  }

  @Override
  public List<ImportedTable> importSchema(Request request) {
    List<ImportedTable> tables = new ArrayList<>();
    for (Store store : Session.current().stores(request.server().oid())) {
      tables.add(
          new ImportedTable(
              store.name(), columns(store), Map.of(KeyValueOptions.STORE, store.name())));
    }
    return tables;
  }

  private static Store store(TableDefinition definition) {
    ServerDefinition server = definition.server();
    String name = definition.options().getOrDefault(KeyValueOptions.STORE, definition.name());
    Store store = Session.current().store(server.oid(), name);
    store.limit(KeyValueOptions.maxRows(server.options()));
    return store;
  }

  private static List<InferredColumn> columns(Store store) {
    return List.of(
        new InferredColumn(KeyValueOptions.KEY, new InferredType.Named("text"), true, Map.of()),
        InferredColumn.of(KeyValueOptions.VALUE, new InferredType.Named(store.valueType())));
  }

  @Override
  public void savepoint(int level) {
    Session.current().undoLog().mark(level);
  }

  @Override
  public void releaseSavepoint(int level) {
    Session.current().undoLog().release(level);
  }

  @Override
  public void rollbackToSavepoint(int level) {
    Session.current().undoLog().rollbackTo(level);
  }

  @Override
  public void commit() {
    Session.current().undoLog().forget();
    Session.current().compact();
  }

  @Override
  public void rollback() {
    Session.current().undoLog().rollback();
    Session.current().compact();
  }
}
