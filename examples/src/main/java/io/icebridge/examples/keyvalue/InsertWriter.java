// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import org.apache.arrow.vector.VectorSchemaRoot;

/** Takes new rows. */
final class InsertWriter extends StoreWriter {

  private final int keyColumn;
  private final int valueColumn;
  private final String valueType;

  InsertWriter(Store store, int keyColumn, int valueColumn, String valueType) {
    super(store);
    this.keyColumn = keyColumn;
    this.valueColumn = valueColumn;
    this.valueType = valueType;
  }

  @Override
  boolean apply(VectorSchemaRoot batch, int row) {
    int number = store().append(batch.getVector(valueColumn), row, valueType);
    store().insert(key(batch, keyColumn, row), number);
    return true;
  }
}
