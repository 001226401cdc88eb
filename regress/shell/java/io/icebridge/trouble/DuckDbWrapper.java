// SPDX-License-Identifier: Apache-2.0
package io.icebridge.trouble;

import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.Wrapper;
import io.icebridge.lake.LakeWrapper;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.engine.QueryStream;
import java.util.List;

/** Tables whose option {@code query} is a DuckDB query: work that takes as long as a test likes. */
public final class DuckDbWrapper implements Wrapper {

  @Override
  public List<OptionDefinition> options() {
    return List.of(OptionDefinition.required(OptionLevel.FOREIGN_TABLE, "query"));
  }

  @Override
  public Table table(TableDefinition definition) {
    String query = definition.options().get("query");
    return new Table() {
      @Override
      public Estimate estimate(ScanRequest request) {
        return Estimate.ofRows(1000);
      }

      @Override
      public Cursor scan(ScanRequest request) {
        return QueryCursor.open(query);
      }
    };
  }

  private static final class QueryCursor implements Cursor {

    private final EngineConnection connection;
    private final QueryStream stream;
    private boolean closed;

    private QueryCursor(EngineConnection connection, QueryStream stream) {
      this.connection = connection;
      this.stream = stream;
    }

    static QueryCursor open(String query) {
      EngineConnection connection = LakeWrapper.engine().acquire();
      try {
        return new QueryCursor(connection, connection.stream(query, List.of(), "", 8192, false, true));
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
    public synchronized void cancel() {
      if (!closed) {
        connection.interrupt();
      }
    }

    @Override
    public RuntimeException failure(String message) {
      return connection.translate(message);
    }

    @Override
    public void close() {
      synchronized (this) {
        closed = true;
      }
      stream.close();
      connection.close();
    }
  }
}
