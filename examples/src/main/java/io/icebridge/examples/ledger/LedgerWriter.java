// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.ledger;

import io.icebridge.bridge.spi.Writer;
import io.icebridge.bridge.spi.arrow.ArrowBatches;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Takes batches and does one thing with each row. */
final class LedgerWriter implements Writer {

  /** What is done with a row of a batch. */
  interface Change {
    void apply(VectorSchemaRoot batch, int row);
  }

  private final Change change;

  LedgerWriter(Change change) {
    this.change = change;
  }

  @Override
  public long write(long arrowArray, long arrowSchema) {
    try (VectorSchemaRoot batch = ArrowBatches.take(arrowArray, arrowSchema)) {
      for (int row = 0; row < batch.getRowCount(); row++) {
        change.apply(batch, row);
      }
      return batch.getRowCount();
    }
  }

  @Override
  public void close() {}
}
