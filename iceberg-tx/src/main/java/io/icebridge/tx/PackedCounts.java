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
    int[] ids = shared.of(map.keySet());
    long[] values = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      values[i] = map.get(ids[i]);
    }
    return new PackedCounts(ids, values);
  }

  @Override
  Long value(int at) {
    return values[at];
  }
}
