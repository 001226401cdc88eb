// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The nesting levels that are open, innermost last. Level 1 is the transaction itself. */
final class Levels {

  private final Deque<Level> open = new ArrayDeque<>();

  Levels() {
    open.push(new Level(1));
  }

  Level current() {
    return open.peek();
  }

  Level transaction() {
    return open.peekLast();
  }

  void savepoint(int number) {
    if (number <= current().number()) {
      throw new IllegalStateException(
          "savepoint level " + number + " inside of level " + current().number());
    }
    open.push(new Level(number));
  }

  void release(int number) {
    while (current().number() >= number && number > 1) {
      Level released = open.pop();
      released.release(current());
    }
  }

  /** Undoes a level and all inside of it. Answers the files that were written in them. */
  List<String> rollbackTo(int number) {
    List<String> files = new ArrayList<>();
    while (current().number() >= number && number > 1) {
      Level undone = open.pop();
      undone.undo();
      files.addAll(undone.files());
    }
    return files;
  }

  /** Undoes everything. */
  List<String> rollback() {
    List<String> files = rollbackTo(2);
    current().undo();
    files.addAll(current().files());
    return files;
  }
}
