// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi.arrow;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Where an {@link ArrowCursor} gets its rows from. All calls but the constructor's come in turn.
 */
public interface BatchSource extends AutoCloseable {

  /**
   * Fills the next batch.
   *
   * @param batch empty vectors of the cursor's schema; this call allocates them, fills them and
   *     sets the row count. They must not be used after it returns.
   * @return false at the end, where nothing was filled
   * @throws Exception to fail the statement
   */
  boolean next(VectorSchemaRoot batch) throws Exception;

  /** Frees everything. Never throws. */
  @Override
  default void close() {}
}
