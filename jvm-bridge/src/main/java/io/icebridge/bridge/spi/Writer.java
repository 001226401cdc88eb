// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/** Takes the rows of one INSERT, UPDATE or DELETE. */
public interface Writer extends AutoCloseable {

  /**
   * Takes a batch of rows.
   *
   * @param arrowArray address of an {@code ArrowArray} (a struct of the columns), which this call
   *     takes over: it must be released here or moved
   * @param arrowSchema address of its {@code ArrowSchema}, likewise taken over
   * @return how many rows were inserted, changed or removed
   */
  long write(long arrowArray, long arrowSchema);

  /**
   * Other parts of the statement, or statements around it, change rows of the same table and hold
   * numbers of rows: what {@link #finish()}, which is next, does to the table must leave them their
   * meaning.
   */
  default void keepRowNumbers() {}

  /** The statement has written everything; errors found here fail the statement. */
  default void finish() {}

  /**
   * Frees everything; comes after {@link #finish()}, or without it where the statement failed.
   * Never throws.
   */
  @Override
  void close();
}
