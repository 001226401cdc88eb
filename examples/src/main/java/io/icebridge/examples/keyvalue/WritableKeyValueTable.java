// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WritableTable;
import io.icebridge.bridge.spi.Writer;
import java.util.List;

/** A store as a table that can be changed. The key names the row. */
final class WritableKeyValueTable extends KeyValueTable implements WritableTable {

  WritableKeyValueTable(TableDefinition definition, Store store) {
    super(definition, store);
  }

  @Override
  public List<ColumnDefinition> rowId() {
    return List.of(key());
  }

  @Override
  public Writer insert(List<ColumnDefinition> columns) {
    return new InsertWriter(
        store(), columns.indexOf(key()), columns.indexOf(value()), value().type().display());
  }

  @Override
  public Writer update(List<ColumnDefinition> columns) {
    // The batch begins with the row id.
    int newKey = columns.contains(key()) ? 1 + columns.indexOf(key()) : -1;
    int newValue = columns.contains(value()) ? 1 + columns.indexOf(value()) : -1;
    return new UpdateWriter(store(), newKey, newValue, value().type().display());
  }

  @Override
  public Writer delete() {
    return new DeleteWriter(store());
  }

  @Override
  public void truncate() {
    store().truncate();
  }
}
