// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** Something about each of some columns, by field id: a map that takes little memory. */
abstract class PackedMap<V> extends AbstractMap<Integer, V> {

  private final int[] ids;

  /**
   * @param ids sorted
   */
  PackedMap(int[] ids) {
    this.ids = ids;
  }

  /** The value of the id at that place. */
  abstract V value(int at);

  @Override
  public int size() {
    return ids.length;
  }

  @Override
  public V get(Object id) {
    int at = find(id);
    return at < 0 ? null : value(at);
  }

  @Override
  public boolean containsKey(Object id) {
    return find(id) >= 0;
  }

  private int find(Object id) {
    return id instanceof Integer key ? Arrays.binarySearch(ids, key) : -1;
  }

  @Override
  public Set<Entry<Integer, V>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<Integer, V>> {

    @Override
    public int size() {
      return ids.length;
    }

    @Override
    public Iterator<Entry<Integer, V>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < ids.length;
        }

        @Override
        public Entry<Integer, V> next() {
          if (next == ids.length) {
            throw new NoSuchElementException();
          }
          next++;
          return Map.entry(ids[next - 1], value(next - 1));
        }
      };
    }
  }
}
