// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.WrapperException;
import java.util.List;

/** A query that runs in DuckDB. */
final class QueryCursor implements Cursor {

  private final Cursor scan;

  QueryCursor(Cursor scan) {
    this.scan = scan;
  }

  @Override
  public long arrowStream() {
    return scan.arrowStream();
  }

  @Override
  public void cancel() {
    scan.cancel();
  }

  @Override
  public RuntimeException failure(String message) {
    RuntimeException failure = scan.failure(message);
    return failure instanceof WrapperException known ? QueryErrors.translate(known) : failure;
  }

  @Override
  public List<ExplainLine> statistics() {
    return scan.statistics();
  }

  @Override
  public void close() {
    scan.close();
  }
}
