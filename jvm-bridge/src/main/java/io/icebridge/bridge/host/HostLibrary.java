// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.host;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The thread-safe functions of {@code host.h}, which touch no state of PostgreSQL's and so may be
 * called from any thread. They are looked up in the running process, at the first use: sessions
 * that log nothing never load JNA.
 */
final class HostLibrary {

  static {
    Native.register(HostLibrary.class, NativeLibrary.getProcess());
  }

  private HostLibrary() {}

  /** Queues a line; the text is copied. */
  static native void icebridge_host_log(int level, byte[] text);

  /** 1 where PostgreSQL has been asked to stop the statement. */
  static native int icebridge_host_interrupted();
}
