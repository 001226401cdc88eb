// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.Cursor;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.engine.QueryStream;

/** A scan that runs in DuckDB. Its stream must be released before it is closed. */
final class LakeCursor implements Cursor {

  private final EngineConnection connection;
  private final QueryStream stream;

  private LakeCursor(EngineConnection connection, QueryStream stream) {
    this.connection = connection;
    this.stream = stream;
  }

  static LakeCursor open(Engine engine, String sql, long batchRows, boolean analyze) {
    EngineConnection connection = engine.acquire();
    try {
      return new LakeCursor(connection, connection.stream(sql, batchRows, analyze));
    } catch (RuntimeException | Error failure) {
      connection.close();
      throw failure;
    }
  }

  @Override
  public long arrowStream() {
    return stream.address();
  }

  @Override
  public void cancel() {
    connection.interrupt();
  }

  @Override
  public RuntimeException failure(String message) {
    return connection.translate(message);
  }

  @Override
  public void close() {
    stream.close();
    connection.close();
  }
}
