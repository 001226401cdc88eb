// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import io.icebridge.bridge.spi.Writer;
import io.icebridge.bridge.spi.arrow.ArrowBatches;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What all changes of a store have in common: they come in batches, of which each row is applied.
 */
abstract class StoreWriter implements Writer {

  private final Store store;

  StoreWriter(Store store) {
    this.store = store;
  }

  final Store store() {
    return store;
  }

  @Override
  public final long write(long arrowArray, long arrowSchema) {
    long changed = 0;
    try (VectorSchemaRoot batch = ArrowBatches.take(arrowArray, arrowSchema)) {
      for (int row = 0; row < batch.getRowCount(); row++) {
        changed += apply(batch, row) ? 1 : 0;
      }
    }
    return changed;
  }

  /** Applies a row; returns whether it changed anything. */
  abstract boolean apply(VectorSchemaRoot batch, int row);

  /** Nothing is held between batches. */
  @Override
  public void close() {}

  /** A key; null where it is NULL. */
  static String key(VectorSchemaRoot batch, int column, int row) {
    FieldVector vector = batch.getVector(column);
    return vector.isNull(row)
        ? null
        : new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
  }
}
