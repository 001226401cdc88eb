// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

/** What lies between two versions of a table, as far as a transaction on the older one cares. */
public enum Difference {
  /** The same rows. */
  NONE,
  /** Only files with new rows were added. */
  APPENDS,
  /** Rows were deleted or replaced, or the history is another one. */
  OTHER
}
