// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Has manifests decoded by as many threads as there are processors: a session that has not read a
 * table of thousands of files yet waits for little else.
 */
final class ManifestDecoding {

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** Iceberg's readers nest as deep as a schema, so they need no more. */
  private static final long STACK_BYTES = 512 << 10;

  private static final ExecutorService POOL =
      DaemonThreads.upTo(THREADS, "icebridge-manifests", STACK_BYTES);

  private ManifestDecoding() {}

  /**
   * Does a number of things, on other threads besides this one where they are several.
   *
   * @param one does the thing of a number from 0; called by several threads at once
   * @throws RuntimeException what one of them threw; others may then not have been done
   */
  static void each(int count, IntConsumer one) {
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            one.accept(i);
          }
        };
    List<Future<?>> others = new ArrayList<>();
    for (int thread = 1; thread < Math.min(THREADS, count); thread++) {
      others.add(POOL.submit(worker));
    }
    try {
      worker.run();
    } finally {
      // Where this thread has failed, the others need not go on.
      next.set(count);
    }
    for (Future<?> other : others) {
      DaemonThreads.await(other, "reading manifests");
    }
  }
}
