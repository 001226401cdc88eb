// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/** A table that can return its rows in order. */
public interface SortPushdown extends Table {

  /**
   * How many of the leading keys a scan can be ordered by, exactly as PostgreSQL would order them.
   */
  int sortPrefix(List<SortKey> keys);
}
