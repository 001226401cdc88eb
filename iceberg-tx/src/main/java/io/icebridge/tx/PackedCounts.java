// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.Map;

/** A number for each of some columns, by field id. */
final class PackedCounts extends PackedMap<Long> {

  private final long[] values;

  private PackedCounts(int[] ids, long[] values) {
    super(ids);
    this.values = values;
  }

  /**
   * A copy of a map.
   *
   * @param map may be null, as the result is then
   */
  static Map<Integer, Long> of(Map<Integer, Long> map, SharedIds shared) {
    if (map == null) {
      return null;
    }
    int[] ids = shared.of(map);
    long[] values = new long[ids.length];
    int next = 0;
    for (Map.Entry<Integer, Long> entry : map.entrySet()) {
      int place = SharedIds.place(ids, entry.getKey(), next);
      values[place] = entry.getValue();
      next = place + 1;
    }
    return new PackedCounts(ids, values);
  }

  @Override
  Long value(int at) {
    return values[at];
  }
}
