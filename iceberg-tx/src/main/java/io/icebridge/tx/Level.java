// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.List;

/**
 * A nesting level of the transaction: what is done in it, and the files written in it, stand or
 * fall together. Once released it is one with the level above.
 */
final class Level {

  private final int number;
  private final List<String> files = new ArrayList<>();
  private Level above;
  private boolean undone;

  Level(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The level that answers for this one now. */
  private Level standing() {
    Level level = this;
    while (level.above != null) {
      level = level.above;
    }
    if (above != null) {
      // Shortens the way for a thousand levels released one by one.
      above = level == this ? null : level;
    }
    return level;
  }

  synchronized void written(String location) {
    Level standing = standing();
    if (standing == this) {
      files.add(location);
    } else {
      standing.written(location);
    }
  }

  synchronized List<String> files() {
    return List.copyOf(files);
  }

  boolean undone() {
    return standing().undone;
  }

  void undo() {
    undone = true;
  }

  void release(Level into) {
    List<String> moved;
    synchronized (this) {
      above = into;
      moved = new ArrayList<>(files);
      files.clear();
    }
    synchronized (into) {
      into.files.addAll(moved);
    }
  }
}
