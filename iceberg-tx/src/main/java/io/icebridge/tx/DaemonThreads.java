// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads beside the one that carries out calls. None of them keeps a backend from ending. */
final class DaemonThreads {

  private static final int IDLE_SECONDS = 10;

  private DaemonThreads() {}

  /**
   * Makes threads when there is work for them, and ends them when there has been none for a while.
   *
   * @param name of each thread
   * @param stack in bytes; 0 for what is usual
   */
  static ThreadPoolExecutor upTo(int threads, String name, long stack) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(null, task, name, stack);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Waits until a task has ended.
   *
   * @param doing what is being done, for the message when this thread is interrupted
   * @throws RuntimeException what the task threw
   */
  static void await(Future<?> task, String doing) {
    try {
      task.get();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted while " + doing));
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }
}
