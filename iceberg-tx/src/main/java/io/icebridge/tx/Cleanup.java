// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.concurrent.Executor;

/** One thread that deletes files after commits, so that nobody waits for it. */
final class Cleanup {

  static final Executor EXECUTOR = DaemonThreads.upTo(1, "icebridge-cleanup", 0);

  private Cleanup() {}
}
