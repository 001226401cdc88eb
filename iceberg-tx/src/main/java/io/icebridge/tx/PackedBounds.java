// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.nio.ByteBuffer;
import java.util.Map;

/** A bound for each of some columns, by field id. */
final class PackedBounds extends PackedMap<ByteBuffer> {

  /** Where each bound ends in {@link #bytes}. */
  private final int[] ends;

  private final byte[] bytes;

  private PackedBounds(int[] ids, int[] ends, byte[] bytes) {
    super(ids);
    this.ends = ends;
    this.bytes = bytes;
  }

  /**
   * A copy of a map.
   *
   * @param map may be null, as the result is then
   */
  static Map<Integer, ByteBuffer> of(Map<Integer, ByteBuffer> map, SharedIds shared) {
    if (map == null) {
      return null;
    }
    int[] ids = shared.of(map.keySet());
    int[] ends = new int[ids.length];
    int size = 0;
    for (int i = 0; i < ids.length; i++) {
      size += map.get(ids[i]).remaining();
      ends[i] = size;
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    for (int id : ids) {
      bytes.put(map.get(id).duplicate());
    }
    return new PackedBounds(ids, ends, bytes.array());
  }

  /** About how much memory this takes. */
  long bytes() {
    return bytes.length + (long) ends.length * Integer.BYTES;
  }

  @Override
  ByteBuffer value(int at) {
    int start = at == 0 ? 0 : ends[at - 1];
    return ByteBuffer.wrap(bytes, start, ends[at] - start).slice();
  }
}
