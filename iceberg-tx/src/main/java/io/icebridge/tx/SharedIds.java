// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.Arrays;
import java.util.Set;

/** Sorted field ids of columns; files that follow one another mostly have the same. */
final class SharedIds {

  private int[] last = new int[0];

  int[] of(Set<Integer> ids) {
    if (isLast(ids)) {
      return last;
    }
    int[] sorted = new int[ids.size()];
    int count = 0;
    for (Integer id : ids) {
      sorted[count++] = id;
    }
    Arrays.sort(sorted);
    last = sorted;
    return sorted;
  }

  private boolean isLast(Set<Integer> ids) {
    if (ids.size() != last.length) {
      return false;
    }
    for (Integer id : ids) {
      if (Arrays.binarySearch(last, id) < 0) {
        return false;
      }
    }
    return true;
  }
}
