// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import org.apache.arrow.vector.VectorSchemaRoot;

/** Removes rows, which come as the keys that name them. */
final class DeleteWriter extends StoreWriter {

  DeleteWriter(Store store) {
    super(store);
  }

  @Override
  boolean apply(VectorSchemaRoot batch, int row) {
    return store().delete(key(batch, 0, row)) != null;
  }
}
