// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.error.ErrorReport;
import io.icebridge.bridge.spi.Cancellation;
import io.icebridge.bridge.spi.Cursor;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;

/** The methods C calls. */
public final class Entry {

  /**
   * Calls under way, by the number C gave them: more than one only while a canceled one has not
   * ended yet.
   */
  private static final ConcurrentHashMap<Long, Cancellation> RUNNING = new ConcurrentHashMap<>();

  /** Open cursors by the number C gave them. */
  private static final ConcurrentHashMap<Long, Cursor> CURSORS = new ConcurrentHashMap<>();

  /**
   * Each thread C calls on has wrappers, tables and transactions of its own. There is a second
   * thread only where a canceled call did not return in time; its wrappers may be in any state, and
   * go on with it. Only cursors are shared: an open one is read on the new thread.
   */
  private static volatile ThreadLocal<Operations> operations;

  private Entry() {}

  /** Makes the entry ready; called once, by the composition root. */
  public static void install(MessageReader reader, WholeQueries wholeQueries, Lifecycle lifecycle) {
    operations =
        ThreadLocal.withInitial(
            () -> {
              // A native thread has none, and in another extension's VM the system's is not ours.
              Thread.currentThread().setContextClassLoader(Entry.class.getClassLoader());
              return new Operations(reader, wholeQueries, lifecycle, CURSORS);
            });
  }

  /**
   * Carries out an operation. Throws nothing but what a VM out of memory cannot avoid: an error is
   * an answer with the member {@code error}.
   *
   * @param id a negative number that {@link #cancel} will name
   * @param request a JSON object in UTF-8
   * @return a JSON object in UTF-8
   */
  public static byte[] call(long id, String operation, byte[] request) {
    Cancellation cancellation = Cancellation.begin();
    RUNNING.put(id, cancellation);
    try {
      return Json.write(operations.get().perform(operation, request));
    } catch (Throwable thrown) {
      return report(thrown);
    } finally {
      RUNNING.remove(id);
      cancellation.end();
    }
  }

  /**
   * Asks a call (negative number) or a cursor (positive) to stop. Comes from a thread of its own,
   * repeatedly until it has stopped.
   */
  public static void cancel(long id) {
    if (id > 0) {
      Cursor cursor = CURSORS.get(id);
      if (cursor != null) {
        cursor.cancel();
      }
      return;
    }
    Cancellation running = RUNNING.get(id);
    if (running != null) {
      running.cancel();
    }
  }

  private static byte[] report(Throwable thrown) {
    ErrorReport report = ErrorReport.of(thrown);
    ObjectNode answer = Answers.object();
    ObjectNode error = answer.putObject("error");
    error.put("sqlState", report.sqlState());
    error.put("message", report.message());
    error.put("detail", report.detail());
    error.put("hint", report.hint());
    error.put("stack", report.stack());
    try {
      return Json.write(answer);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
