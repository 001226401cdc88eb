// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/**
 * A running scan.
 *
 * <p>Its rows are in an {@code ArrowArrayStream} of the Arrow C Data Interface. The caller reads
 * the stream and calls its {@code release} exactly once, always before {@link #close()}.
 */
public interface Cursor extends AutoCloseable {

  /**
   * The address of the stream. It stays owned by this cursor as memory, and must stay valid until
   * {@link #close()}.
   */
  long arrowStream();

  /**
   * Asks the scan to end soon; the next call of the stream then fails. Comes from another thread
   * than all other calls, possibly before, during or after them, and must return at once. The
   * thread that runs the scan is interrupted as well.
   */
  default void cancel() {}

  /**
   * What the scan did, for EXPLAIN ANALYZE. Called when the stream has ended or was given up,
   * before {@link #close()}, and only where {@code analyze} was asked for.
   */
  default List<ExplainLine> statistics() {
    return List.of();
  }

  /**
   * Turns the text of an error of the stream, which is all the Arrow interface carries, into the
   * error to raise.
   *
   * @param message what the stream's {@code get_last_error} said
   */
  default RuntimeException failure(String message) {
    return WrapperException.of(SqlState.FDW_ERROR, message);
  }

  /** Frees everything. Never throws. */
  @Override
  void close();
}
