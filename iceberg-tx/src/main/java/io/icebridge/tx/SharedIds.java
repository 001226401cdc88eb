// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.Arrays;
import java.util.Map;

/** Sorted field ids of columns; files that follow one another mostly have the same. */
final class SharedIds {

  private int[] last = new int[0];

  /** The ids that a map has values for. */
  int[] of(Map<Integer, ?> map) {
    if (isLast(map)) {
      return last;
    }
    int[] sorted = new int[map.size()];
    int count = 0;
    for (Integer id : map.keySet()) {
      sorted[count++] = id;
    }
    Arrays.sort(sorted);
    last = sorted;
    return sorted;
  }

  /**
   * The place of an id; looked for where it mostly is, since maps come in the order of ids.
   *
   * @param guess the place after that of the id before
   */
  static int place(int[] ids, int id, int guess) {
    return guess < ids.length && ids[guess] == id ? guess : Arrays.binarySearch(ids, id);
  }

  private boolean isLast(Map<Integer, ?> map) {
    if (map.size() != last.length) {
      return false;
    }
    int next = 0;
    for (Integer id : map.keySet()) {
      int place = place(last, id, next);
      if (place < 0) {
        return false;
      }
      next = place + 1;
    }
    return true;
  }
}
