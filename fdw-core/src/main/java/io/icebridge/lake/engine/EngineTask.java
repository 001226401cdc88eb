// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import io.icebridge.bridge.spi.Cancellation;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;

/**
 * Work that runs on a thread and a connection of its own beside the calls of C, e.g. because it
 * waits for what they bring.
 *
 * @param <T> what it comes to
 */
// A registration is held for its closing alone.
@SuppressWarnings("try")
public final class EngineTask<T> {

  /** How often work that is to stop is told again. */
  private static final long REPEAT_MS = 10;

  /** What is to be done. */
  public interface Work<T> {
    /** Runs on the task's thread, with a connection that nobody else uses. */
    T run(EngineConnection connection);
  }

  /** Null where the connection is the caller's. */
  private final Engine engine;

  private final Work<T> work;
  private final Thread thread;
  // Guarded by this: a late interrupt must not stop whoever has the connection next.
  private EngineConnection connection;
  private T result;
  private Throwable failure;

  private EngineTask(Engine engine, EngineConnection connection, String name, Work<T> work) {
    this.engine = engine;
    this.connection = connection;
    this.work = work;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Starts work on a thread of that name. */
  public static <T> EngineTask<T> start(Engine engine, String name, Work<T> work) {
    return start(new EngineTask<>(engine, null, name, work));
  }

  /**
   * Starts work with a connection that stays the caller's, which must leave it alone until the work
   * has ended.
   */
  public static <T> EngineTask<T> start(EngineConnection connection, String name, Work<T> work) {
    return start(new EngineTask<>(null, connection, name, work));
  }

  private static <T> EngineTask<T> start(EngineTask<T> task) {
    task.thread.start();
    return task;
  }

  private void run() {
    try {
      if (engine == null) {
        result = work.run(connection);
        return;
      }
      try (EngineConnection mine = engine.acquire()) {
        hold(mine);
        try {
          result = work.run(mine);
        } finally {
          hold(null);
        }
      }
    } catch (RuntimeException | Error thrown) {
      failure = thrown;
    }
  }

  private synchronized void hold(EngineConnection held) {
    connection = held;
  }

  private synchronized void interrupt() {
    if (connection != null) {
      connection.interrupt();
    }
  }

  /** Waits for the work's end, open to a cancel, and answers or throws what it came to. */
  public T await() {
    try (Cancellation.Registration registration = Cancellation.onCancel(this::interrupt)) {
      thread.join();
    } catch (InterruptedException canceled) {
      Cancellation.check();
      throw WrapperException.of(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return result;
  }

  /**
   * Stops the work, if it still runs, and waits until it has ended. What it waits for must have
   * come to an end: DuckDB cannot be interrupted while it waits for a stream.
   */
  public void stop() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      // DuckDB forgets an interrupt that comes just before a query begins.
      interrupt();
      try {
        thread.join(REPEAT_MS);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
