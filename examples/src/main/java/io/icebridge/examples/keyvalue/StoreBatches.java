// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import io.icebridge.bridge.spi.arrow.BatchSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The rows of one scan. They were chosen when it started, so a statement that changes the store it
 * reads does not meet its own changes.
 */
final class StoreBatches implements BatchSource {

  private static final int BATCH_ROWS = 4096;

  private final FieldVector values;
  private final List<Map.Entry<String, Integer>> rows;
  private final List<Boolean> isKey;
  private int next;

  /**
   * @param isKey for each column whether it is the key
   */
  StoreBatches(FieldVector values, List<Map.Entry<String, Integer>> rows, List<Boolean> isKey) {
    this.values = values;
    this.rows = rows;
    this.isKey = isKey;
  }

  @Override
  public boolean next(VectorSchemaRoot batch) {
    int count = Math.min(BATCH_ROWS, rows.size() - next);
    batch.allocateNew();
    for (int column = 0; column < isKey.size(); column++) {
      for (int row = 0; row < count; row++) {
        Map.Entry<String, Integer> entry = rows.get(next + row);
        if (isKey.get(column)) {
          byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
          ((VarCharVector) batch.getVector(column)).setSafe(row, key);
        } else {
          Slots.copy(values, entry.getValue(), batch.getVector(column), row);
        }
      }
    }
    batch.setRowCount(count);
    next += count;
    return count > 0;
  }
}
