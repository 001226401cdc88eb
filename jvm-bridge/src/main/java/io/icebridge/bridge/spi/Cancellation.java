// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * How a running call hears of a cancel.
 *
 * <p>When PostgreSQL is asked to stop a statement (cancel, timeout, termination), the thread that
 * runs the call is interrupted, and every action registered here is run, on another thread, again
 * and again every few milliseconds until the call ends. So an action must be quick, must not block
 * and must not mind being repeated. The statement fails at once whatever the call does; a call that
 * goes on merely delays the session's next one.
 */
public final class Cancellation {

  private static final ThreadLocal<Cancellation> CURRENT = new ThreadLocal<>();

  private final List<Runnable> actions = new ArrayList<>(2);
  private volatile boolean canceled;
  private boolean ended;

  private Cancellation() {}

  /** An action that is registered until it is closed. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Has an action run when the current call is canceled; at once where it already is.
   *
   * @return the registration, to be closed by the same thread when the action makes no more sense
   */
  public static Registration onCancel(Runnable action) {
    Cancellation current = CURRENT.get();
    if (current == null) {
      return () -> {};
    }
    synchronized (current.actions) {
      current.actions.add(action);
      if (current.canceled) {
        action.run();
      }
    }
    return () -> current.remove(action);
  }

  /** Fails with 57014 where the current call has been canceled. */
  public static void check() {
    Cancellation current = CURRENT.get();
    if (current != null && current.canceled) {
      throw WrapperException.of(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }
  }

  /** For the bridge: makes the current thread's work cancelable until {@link #end}. */
  public static Cancellation begin() {
    Cancellation cancellation = new Cancellation();
    CURRENT.set(cancellation);
    return cancellation;
  }

  /** For the bridge: the work has ended; a late cancel does nothing any more. */
  public void end() {
    CURRENT.remove();
    synchronized (actions) {
      ended = true;
      actions.clear();
    }
  }

  /**
   * For the bridge: cancels; from another thread. Interrupting the thread that works is C's part,
   * which alone knows what that thread is doing.
   */
  public void cancel() {
    synchronized (actions) {
      canceled = !ended;
      for (Runnable action : actions) {
        action.run();
      }
    }
  }

  private void remove(Runnable action) {
    synchronized (actions) {
      actions.remove(action);
    }
  }
}
