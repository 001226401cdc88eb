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
    int[] ids = shared.of(map);
    ByteBuffer[] bounds = new ByteBuffer[ids.length];
    int size = 0;
    int next = 0;
    for (Map.Entry<Integer, ByteBuffer> entry : map.entrySet()) {
      int place = SharedIds.place(ids, entry.getKey(), next);
      bounds[place] = entry.getValue();
      size += entry.getValue().remaining();
      next = place + 1;
    }
    int[] ends = new int[ids.length];
    byte[] bytes = new byte[size];
    int end = 0;
    for (int i = 0; i < bounds.length; i++) {
      int length = bounds[i].remaining();
      bounds[i].get(bounds[i].position(), bytes, end, length);
      end += length;
      ends[i] = end;
    }
    return new PackedBounds(ids, ends, bytes);
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
