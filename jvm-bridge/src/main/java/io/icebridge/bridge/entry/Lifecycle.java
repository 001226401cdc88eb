// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

/** The beginning and the end of a backend, as the composition root sees them. */
public interface Lifecycle {

  /**
   * Does once what a first query would have to do, for a session that starts its virtual machine
   * ahead of it.
   *
   * @return the address of an {@code ArrowArrayStream} that C reads and releases before it closes
   *     the cursor {@link #WARM_CURSOR}; 0 where there is none
   */
  long warm();

  /** Frees what the process holds outside of cursors; the backend ends. */
  void stop();

  /** The number of the cursor {@link #warm} opens; numbers of real cursors are positive. */
  long WARM_CURSOR = -1;
}
