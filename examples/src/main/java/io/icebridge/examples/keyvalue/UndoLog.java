// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How to undo what the current transaction has done, and where its savepoints stand.
 *
 * <p>One log serves all instances of the wrapper, each of which passes on what it hears, so every
 * call may be repeated.
 */
final class UndoLog {

  private final Deque<Runnable> actions = new ArrayDeque<>();

  /** The length of the log at the savepoint of each level. */
  private final NavigableMap<Integer, Integer> marks = new TreeMap<>();

  void add(Runnable undo) {
    actions.push(undo);
  }

  /** A savepoint was set, at which the changes that follow can be undone. */
  void mark(int level) {
    marks.putIfAbsent(level, actions.size());
  }

  /** A savepoint's changes now belong to the level above it. */
  void release(int level) {
    marks.tailMap(level, true).clear();
  }

  void rollbackTo(int level) {
    Integer length = marks.get(level);
    if (length != null) {
      undo(length);
      marks.tailMap(level, true).clear();
    }
  }

  /** The transaction's changes stay. */
  void forget() {
    actions.clear();
    marks.clear();
  }

  void rollback() {
    undo(0);
    marks.clear();
  }

  private void undo(int length) {
    while (actions.size() > length) {
      actions.pop().run();
    }
  }
}
