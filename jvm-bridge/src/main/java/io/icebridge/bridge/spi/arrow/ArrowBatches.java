// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi.arrow;

import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Reads the batches a {@link io.icebridge.bridge.spi.Writer} is given. */
public final class ArrowBatches {

  private ArrowBatches() {}

  /**
   * Takes over a batch. Its columns are best found by position: an UPDATE of a column that names
   * the row has two of that name.
   *
   * @param arrowArray address of the {@code ArrowArray}, moved from
   * @param arrowSchema address of the {@code ArrowSchema}, moved from
   * @return the rows, in the memory they came in; the caller closes them
   */
  public static VectorSchemaRoot take(long arrowArray, long arrowSchema) {
    // First of all, because this readies Arrow for the process.
    BufferAllocator allocator = ArrowMemory.allocator();
    try (CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
        ArrowArray array = ArrowArray.wrap(arrowArray);
        ArrowSchema schema = ArrowSchema.wrap(arrowSchema)) {
      return Data.importVectorSchemaRoot(allocator, array, schema, dictionaries);
    }
  }
}
