// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.entry.Json;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.engine.QueryStream;
import io.icebridge.lake.storage.DataFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A scan that runs in DuckDB. Its stream must be released before it is closed. */
public final class LakeCursor implements Cursor {

  private final EngineConnection connection;
  private final QueryStream stream;
  private final EngineQuery query;
  // Guarded by this: a late cancel must not stop whoever has the connection next.
  private boolean closed;

  private LakeCursor(EngineConnection connection, QueryStream stream, EngineQuery query) {
    this.connection = connection;
    this.stream = stream;
    this.query = query;
  }

  /**
   * Starts a query.
   *
   * @param batchRows rows of an Arrow batch
   * @param analyze whether {@link #statistics} will be asked for
   * @param allThreads whether the query does more than pass rows through
   * @throws WrapperException where it fails at once, naming the files where DuckDB does not
   */
  public static LakeCursor open(
      Engine engine, EngineQuery query, long batchRows, boolean analyze, boolean allThreads) {
    query.prepare(engine);
    EngineConnection connection = engine.acquire();
    try {
      QueryStream stream =
          connection.stream(
              query.sql(),
              query.parameters(),
              DataFile.versions(query.files()),
              batchRows,
              analyze,
              allThreads);
      return new LakeCursor(connection, stream, query);
    } catch (WrapperException failure) {
      connection.close();
      throw FileErrors.naming(query.files(), failure);
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
      stream.failed();
      connection.interrupt();
    }
  }

  @Override
  public RuntimeException failure(String message) {
    stream.failed();
    return FileErrors.naming(query.files(), connection.translate(message));
  }

  @Override
  public List<ExplainLine> statistics() {
    // DuckDB writes values as they are into the text of its filters, line breaks included.
    String profile = stream.profile().replaceAll("\\p{Cntrl}", " ");
    try {
      return ScanProfile.lines(
          Json.read(profile.getBytes(StandardCharsets.UTF_8)), query.totalFiles());
    } catch (IOException failure) {
      if (profile.chars().anyMatch(unit -> unit > 127)) {
        // Its driver cuts off the end where values hold characters it miscounts (emoji, say).
        return ScanProfile.unknown();
      }
      throw WrapperException.of(SqlState.INTERNAL_ERROR, "DuckDB's profile is not JSON")
          .causedBy(failure);
    }
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
