// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/**
 * A writer that reads its rows from one stream, on a thread of its own, while the statement goes
 * on; {@link #write} is not called. Made for engines that read Arrow streams themselves: the rows
 * reach them without any call of Java.
 *
 * <p>A statement without rows is never started. {@link #finish()} comes when the stream has ended
 * and waits until all its rows are written. {@link #close()} without {@link #finish()} means that
 * the statement has failed: the stream then fails as well, so whoever reads it comes to an end.
 */
public interface StreamWriter extends Writer {

  /**
   * Starts reading. Must return at once: the rows come only after that.
   *
   * @param arrowArrayStream address of an {@code ArrowArrayStream} of the Arrow C Stream Interface.
   *     Its callbacks may be called from any thread, one at a time, and {@code get_next} waits for
   *     rows. The writer may move it; the memory at this address is valid until {@link #close()}
   *     returns, and what has not been moved or released by then is released by the caller. A
   *     reader that gives up releases it, which makes the statement call {@link #finish()} for the
   *     reason.
   */
  void start(long arrowArrayStream);

  /**
   * Types of PostgreSQL, by oid, whose values are wanted as text (the output function's, under ISO
   * date style and PostgreSQL's interval style) and not in their own Arrow format.
   */
  default List<Long> asText() {
    return List.of();
  }

  /** Not called. */
  @Override
  default long write(long arrowArray, long arrowSchema) {
    throw new UnsupportedOperationException("rows come by the stream");
  }
}
