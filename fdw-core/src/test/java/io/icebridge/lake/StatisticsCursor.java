// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import java.util.List;

/** Asks for the statistics where the native side does: before the cursor is closed. */
record StatisticsCursor(Cursor cursor, List<ExplainLine> lines) implements Cursor {

  @Override
  public long arrowStream() {
    return cursor.arrowStream();
  }

  @Override
  public RuntimeException failure(String message) {
    return cursor.failure(message);
  }

  @Override
  public void close() {
    lines.addAll(cursor.statistics());
    cursor.close();
  }
}
