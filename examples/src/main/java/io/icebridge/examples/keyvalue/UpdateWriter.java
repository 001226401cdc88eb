// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Changes rows. Columns are −1 where they do not change. */
final class UpdateWriter extends StoreWriter {

  /** A row whose key changes. */
  private record Move(String key, int number) {}

  private final int keyColumn;
  private final int valueColumn;
  private final String valueType;

  /**
   * New keys are added only when all old ones are gone, so that a statement may give a row the key
   * another one had before it.
   */
  private final List<Move> moves = new ArrayList<>();

  UpdateWriter(Store store, int keyColumn, int valueColumn, String valueType) {
    super(store);
    this.keyColumn = keyColumn;
    this.valueColumn = valueColumn;
    this.valueType = valueType;
  }

  @Override
  boolean apply(VectorSchemaRoot batch, int row) {
    String oldKey = key(batch, 0, row);
    Integer number =
        valueColumn < 0 ? null : store().append(batch.getVector(valueColumn), row, valueType);
    if (keyColumn < 0) {
      return store().update(oldKey, number);
    }
    Integer oldNumber = store().delete(oldKey);
    if (oldNumber == null) {
      return false;
    }
    moves.add(new Move(key(batch, keyColumn, row), number == null ? oldNumber : number));
    return true;
  }

  @Override
  public void finish() {
    for (Move move : moves) {
      store().insert(move.key(), move.number());
    }
  }
}
