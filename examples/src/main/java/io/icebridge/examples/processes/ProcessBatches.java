// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.processes;

import io.icebridge.bridge.spi.Cancellation;
import io.icebridge.bridge.spi.arrow.BatchSource;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of one scan. */
final class ProcessBatches implements BatchSource {

  private static final int BATCH_ROWS = 1024;

  private final List<ProcessField> fields;
  private final Iterator<ProcessHandle> processes;
  private long rest;

  /**
   * @param limit the most rows to return, or -1
   */
  ProcessBatches(List<ProcessField> fields, Iterator<ProcessHandle> processes, long limit) {
    this.fields = fields;
    this.processes = processes;
    this.rest = limit < 0 ? Long.MAX_VALUE : limit;
  }

  @Override
  public boolean next(VectorSchemaRoot batch) {
    batch.allocateNew();
    int row = 0;
    while (row < BATCH_ROWS && rest > 0 && processes.hasNext()) {
      Cancellation.check();
      ProcessHandle process = processes.next();
      for (int i = 0; i < fields.size(); i++) {
        fields.get(i).set(batch.getVector(i), row, process);
      }
      row++;
      rest--;
    }
    batch.setRowCount(row);
    return row > 0;
  }
}
