// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The PostgreSQL backend this VM lives in. All methods may be called from any thread; outside of a
 * backend (tests, the warm-up) they do nothing.
 */
public final class Host {

  /** How urgent a line is, by PostgreSQL's names; the order is that of {@code host.c}. */
  public enum Level {
    DEBUG,
    LOG,
    INFO,
    NOTICE,
    WARNING
  }

  private Host() {}

  /**
   * Sends a line to the client or the server log, as PostgreSQL's settings for that level say. It
   * appears when the backend's main thread next looks, at the latest when the running call ends.
   */
  public static void log(Level level, String text) {
    if (inBackend()) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      HostLibrary.icebridge_host_log(level.ordinal(), Arrays.copyOf(utf8, utf8.length + 1));
    }
  }

  /** Whether the statement has been asked to stop, for loops that cannot be interrupted. */
  public static boolean interrupted() {
    return inBackend() && HostLibrary.icebridge_host_interrupted() != 0;
  }

  private static boolean inBackend() {
    return System.getProperty("icebridge.process") != null;
  }
}
