// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.host;

/** Opens {@code java.nio} to Arrow Java's memory classes. */
public final class JavaNio {

  private static boolean opened;

  private JavaNio() {}

  /**
   * Must be called before the first use of an Arrow allocator in a backend. Elsewhere (tests) it
   * does nothing: there the option {@code --add-opens} is needed.
   */
  public static synchronized void open() {
    if (opened) {
      return;
    }
    opened = true;
    try {
      open0();
    } catch (UnsatisfiedLinkError e) {
      // Not in a backend.
      return;
    }
  }

  private static native void open0();
}
