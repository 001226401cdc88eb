// SPDX-License-Identifier: Apache-2.0
package io.icebridge.trouble;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** What a wrapper may do to the session it runs in. */
enum Trouble {
  /** Nothing. */
  NONE,
  /** Waits, and stops when it is interrupted. */
  SLEEP,
  /** Works and listens to nothing. */
  LOOP,
  /** System.exit(). */
  EXIT,
  /** Runtime.halt(). */
  HALT,
  /** Allocates until the heap is full. */
  HEAP,
  /** Recurses until the stack is full. */
  STACK,
  /** Throws what nobody expects. */
  THROW,
  /** Writes where there is no memory. */
  CRASH;

  void make(double seconds) {
    switch (this) {
      case NONE -> {}
      case SLEEP -> sleep(seconds);
      case LOOP -> loop(seconds);
      case EXIT -> System.exit(3);
      case HALT -> Runtime.getRuntime().halt(4);
      case HEAP -> fill();
      case STACK -> recurse(0);
      case CRASH -> crash();
      case THROW -> throw new IllegalStateException("thrown on purpose");
    }
  }

  private static void sleep(double seconds) {
    try {
      Thread.sleep((long) (seconds * 1000));
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void loop(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void crash() {
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field field = type.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      type.getMethod("putLong", long.class, long.class).invoke(field.get(null), 8L, 1L);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill() {
    List<byte[]> blocks = new ArrayList<>();
    while (true) {
      blocks.add(new byte[1 << 20]);
    }
  }

  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }
}
