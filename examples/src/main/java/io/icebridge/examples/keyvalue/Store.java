// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.arrow.ArrowMemory;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A store: keys in the order of their bytes, and the values they stand for.
 *
 * <p>Values of any type stay in the Arrow vector they are gathered in, to which is only ever added:
 * a change is a new value, and undoing it leads back to the old one. What nobody leads to any more
 * is removed when no transaction is open.
 */
final class Store {

  /** Values nobody leads to that are not worth removing. */
  private static final int TOLERATED_WASTE = 1024;

  private final String name;
  private final UndoLog undoLog;
  private long limit = Long.MAX_VALUE;

  /** Where the value of each key is in {@link #values}. */
  private NavigableMap<String, Integer> rows = new TreeMap<>(Utf8Order.COMPARATOR);

  /** Null until the first value comes. */
  private FieldVector values;

  private String valueType;

  Store(String name, UndoLog undoLog) {
    this.name = name;
    this.undoLog = undoLog;
  }

  String name() {
    return name;
  }

  /** The PostgreSQL type of the values; null while there is none. */
  String valueType() {
    return valueType;
  }

  /** The values, by the numbers that {@link #rows} has; null while there is none. */
  FieldVector values() {
    return values;
  }

  /** Where the value of each key is. Changes with the store. */
  NavigableMap<String, Integer> rows() {
    return rows;
  }

  /** Sets the most rows the store may have from now on. */
  void limit(long newLimit) {
    limit = newLimit;
  }

  /**
   * Adds a value that no key leads to yet.
   *
   * @return its number
   */
  int append(FieldVector from, int index, String type) {
    if (values == null) {
      values = from.getField().createVector(ArrowMemory.allocator());
      valueType = type;
    }
    if (!type.equals(valueType)) {
      throw mismatch("store \"" + name + "\" holds values of type " + valueType + ", not " + type);
    }
    if (!sameType(values.getField(), from.getField())) {
      throw mismatch("store \"" + name + "\" holds arrays of another number of dimensions");
    }
    int number = values.getValueCount();
    Slots.copy(from, index, values, number);
    values.setValueCount(number + 1);
    return number;
  }

  private static WrapperException mismatch(String message) {
    return WrapperException.of(SqlState.DATATYPE_MISMATCH, message)
        .withHint("Use another store, or TRUNCATE this one.");
  }

  private static boolean sameType(Field one, Field other) {
    if (!one.getType().equals(other.getType())) {
      return false;
    }
    List<Field> children = one.getChildren();
    List<Field> others = other.getChildren();
    for (int i = 0; i < children.size(); i++) {
      if (!sameType(children.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Adds a key. */
  void insert(String key, int number) {
    if (key == null) {
      throw WrapperException.of("23502", "null key in store \"" + name + "\"")
          .withHint("Every row needs a key.");
    }
    if (rows.containsKey(key)) {
      throw WrapperException.of("23505", "duplicate key in store \"" + name + "\"")
          .withDetail("Key \"" + key + "\" already exists.");
    }
    if (rows.size() >= limit) {
      throw WrapperException.of("54000", "store \"" + name + "\" is full")
          .withDetail("It may have " + limit + " rows.")
          .withHint("Raise the option \"" + KeyValueOptions.MAX_ROWS + "\" of the server.");
    }
    rows.put(key, number);
    undoLog.add(() -> rows.remove(key));
  }

  /** Has a key lead to another value; returns false where there is no such key. */
  boolean update(String key, int number) {
    Integer old = rows.replace(key, number);
    if (old == null) {
      return false;
    }
    undoLog.add(() -> rows.put(key, old));
    return true;
  }

  /** Removes a key; returns the number of its value, or null where there is no such key. */
  Integer delete(String key) {
    Integer old = rows.remove(key);
    if (old != null) {
      undoLog.add(() -> rows.put(key, old));
    }
    return old;
  }

  void truncate() {
    NavigableMap<String, Integer> old = rows;
    rows = new TreeMap<>(Utf8Order.COMPARATOR);
    undoLog.add(() -> rows = old);
  }

  /** Removes the values no key leads to, where they are many. Numbers change. */
  void compact() {
    if (values == null || values.getValueCount() <= 2 * rows.size() + TOLERATED_WASTE) {
      forgetTypeOfNothing();
      return;
    }
    FieldVector old = values;
    values = old.getField().createVector(ArrowMemory.allocator());
    Iterator<Map.Entry<String, Integer>> entries = rows.entrySet().iterator();
    for (int number = 0; entries.hasNext(); number++) {
      Map.Entry<String, Integer> entry = entries.next();
      Slots.copy(old, entry.getValue(), values, number);
      values.setValueCount(number + 1);
      entry.setValue(number);
    }
    old.close();
    forgetTypeOfNothing();
  }

  /** A store without rows takes values of any type again. */
  private void forgetTypeOfNothing() {
    if (rows.isEmpty() && values != null) {
      values.close();
      values = null;
      valueType = null;
    }
  }
}
