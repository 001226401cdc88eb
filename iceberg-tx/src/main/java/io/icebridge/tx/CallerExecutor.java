// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on the thread that hands them over. For Iceberg, which else starts a pool of threads
 * even for work that takes microseconds.
 */
final class CallerExecutor extends AbstractExecutorService {

  static final CallerExecutor INSTANCE = new CallerExecutor();

  private CallerExecutor() {}

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void shutdown() {
    // There is nothing to end.
  }

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
