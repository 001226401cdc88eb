// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import io.icebridge.bridge.spi.Cancellation;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.duckdb.DuckDBAccess;

/**
 * A connection to the engine's database, borrowed by {@link Engine#acquire}. Serves one thread and
 * one statement at a time, except for {@link #interrupt}.
 */
// A registration is held for its closing alone.
@SuppressWarnings("try")
public final class EngineConnection implements AutoCloseable {

  private final Engine engine;
  // No lambda: linking one costs time in every new backend.
  private final Runnable interruption =
      new Runnable() {
        @Override
        public void run() {
          interrupt();
        }
      };
  private final int generation;
  // Guarded by this: an interrupt must not meet a connection that is being freed.
  private ByteBuffer connection;
  private boolean streaming = true;
  private boolean profiling;
  // Whether a query under way has all threads.
  private boolean parallel;
  private final KeptStatements kept = new KeptStatements();

  EngineConnection(Engine engine, ByteBuffer connection, int generation) {
    this.engine = engine;
    this.connection = connection;
    this.generation = generation;
  }

  int generation() {
    return generation;
  }

  /** The columns a query would return. */
  public List<ResultColumn> describe(String sql) {
    try (Cancellation.Registration registration = Cancellation.onCancel(interruption)) {
      ByteBuffer statement = DuckDBAccess.prepare(connection, sql);
      try {
        String[][] columns = DuckDBAccess.columns(statement);
        List<ResultColumn> result = new ArrayList<>(columns[0].length);
        for (int i = 0; i < columns[0].length; i++) {
          result.add(new ResultColumn(columns[0][i], columns[1][i]));
        }
        return result;
      } finally {
        DuckDBAccess.release(statement);
      }
    } catch (SQLException failure) {
      throw engine.translate(failure.getMessage(), failure);
    }
  }

  /** Runs statements whose results do not matter. */
  public void run(String statements) {
    try (Cancellation.Registration registration = Cancellation.onCancel(interruption)) {
      begin(true);
      setStreaming(false);
      DuckDBAccess.run(connection, statements);
    } catch (SQLException failure) {
      throw engine.translate(failure.getMessage(), failure);
    }
  }

  /** All rows of a small result as text; NULL is null. */
  public List<String[]> rows(String sql) {
    try (Cancellation.Registration registration = Cancellation.onCancel(interruption)) {
      // A streamed result loses the text of an error that comes with its first rows.
      setStreaming(false);
      ByteBuffer statement = DuckDBAccess.prepare(connection, sql);
      ByteBuffer result = null;
      try {
        result = DuckDBAccess.execute(statement);
        return fetchAll(result);
      } finally {
        if (result != null) {
          DuckDBAccess.freeResult(result);
        }
        DuckDBAccess.release(statement);
      }
    } catch (SQLException failure) {
      throw engine.translate(failure.getMessage(), failure);
    }
  }

  private List<String[]> fetchAll(ByteBuffer result) throws SQLException {
    List<String[]> rows = new ArrayList<>();
    String[][] columns;
    while ((columns = DuckDBAccess.fetch(result, connection)) != null) {
      for (int row = 0; row < columns[0].length; row++) {
        String[] values = new String[columns.length];
        for (int column = 0; column < columns.length; column++) {
          values[column] = columns[column][row];
        }
        rows.add(values);
      }
    }
    return rows;
  }

  /**
   * All rows of a small result as the driver's objects; a MAP is a {@code java.util.Map}.
   *
   * @param parameters the values of {@code $1}, {@code $2}, …
   */
  public List<Object[]> objects(String sql, List<byte[]> parameters) {
    List<Object[]> rows = new ArrayList<>();
    each(
        sql,
        parameters,
        result -> {
          Object[][] more = DuckDBAccess.fetchObjects(result, connection);
          if (more != null) {
            rows.addAll(List.of(more));
          }
          return more != null;
        });
    return rows;
  }

  /**
   * The values of a result of one BIGINT column without NULLs, in pieces.
   *
   * @param parameters the values of {@code $1}, {@code $2}, …
   * @param consumer keeps what it is given
   */
  public void longs(String sql, List<byte[]> parameters, Consumer<long[]> consumer) {
    each(
        sql,
        parameters,
        result -> {
          long[] more = DuckDBAccess.fetchLongs(result, connection);
          if (more != null) {
            consumer.accept(more);
          }
          return more != null;
        });
  }

  /** The same of a query without parameters. */
  public void longs(String sql, Consumer<long[]> consumer) {
    longs(sql, List.of(), consumer);
  }

  /** Takes the next rows of a result; false at its end. */
  private interface Fetch {
    boolean next(ByteBuffer result) throws SQLException;
  }

  private void each(String sql, List<byte[]> parameters, Fetch fetch) {
    try (Cancellation.Registration registration = Cancellation.onCancel(interruption)) {
      begin(true);
      // A streamed result loses the text of an error that comes with its first rows.
      setStreaming(false);
      ByteBuffer statement = DuckDBAccess.prepare(connection, sql);
      ByteBuffer result = null;
      try {
        result = DuckDBAccess.execute(statement, parameters.toArray());
        while (fetch.next(result)) {
          Cancellation.check();
        }
      } finally {
        if (result != null) {
          DuckDBAccess.freeResult(result);
        }
        DuckDBAccess.release(statement);
      }
    } catch (SQLException failure) {
      throw engine.translate(failure.getMessage(), failure);
    }
  }

  /**
   * Makes an Arrow stream readable under a name in this connection, for one query; {@link #forget}
   * takes the name away.
   *
   * @param arrowArrayStream the address of an {@code ArrowArrayStream}, which the query moves
   */
  public void view(long arrowArrayStream, String name) {
    try {
      DuckDBAccess.view(connection, arrowArrayStream, name);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      // The driver does not declare the SQLException that it throws.
      throw engine.translate(failure.getMessage(), failure);
    }
  }

  /** Takes away what {@link #view} made. */
  public void forget(String name) {
    run("DROP VIEW IF EXISTS " + Sql.name(name));
  }

  /**
   * Starts a query.
   *
   * @param parameters the values of {@code $1}, {@code $2}, …
   * @param version changes whenever the files that are read may have changed
   * @param batchRows rows of an Arrow batch
   * @param profile whether {@link QueryStream#profile} will be asked for
   * @param allThreads whether the query does more than pass rows through, see {@link QueryThreads}
   */
  public QueryStream stream(
      String sql,
      List<byte[]> parameters,
      String version,
      long batchRows,
      boolean profile,
      boolean allThreads) {
    try (Cancellation.Registration registration = Cancellation.onCancel(interruption)) {
      begin(allThreads);
      setProfiling(profile);
      setStreaming(true);
      return start(sql, parameters.toArray(), version, batchRows);
    } catch (SQLException failure) {
      throw engine.translate(failure.getMessage(), failure);
    }
  }

  private void begin(boolean allThreads) throws SQLException {
    if (!parallel) {
      engine.begin(this, connection, allThreads);
      parallel = allThreads;
    }
  }

  private QueryStream start(String sql, Object[] parameters, String version, long batchRows)
      throws SQLException {
    ByteBuffer statement = kept.take(sql, version);
    if (statement == null) {
      statement = DuckDBAccess.prepare(connection, sql);
    }
    ByteBuffer result = null;
    try {
      result = DuckDBAccess.execute(statement, parameters);
      long address;
      try {
        address = DuckDBAccess.arrowStream(result, connection, batchRows);
      } catch (RuntimeException | Error failure) {
        throw failure;
      } catch (Exception failure) {
        // The query failed in the background before its stream was made, and the driver drops
        // the reason. Run gathered, the same statement tells it; should it succeed now, good.
        DuckDBAccess.freeResult(result);
        result = null;
        Cancellation.check();
        setStreaming(false);
        result = DuckDBAccess.execute(statement, parameters);
        address = DuckDBAccess.arrowStream(result, connection, batchRows);
      }
      QueryStream stream = new QueryStream(this, sql, version, statement, result, address);
      statement = null;
      result = null;
      return stream;
    } finally {
      if (result != null) {
        DuckDBAccess.freeResult(result);
      }
      if (statement != null) {
        DuckDBAccess.release(statement);
      }
    }
  }

  private void setStreaming(boolean wanted) throws SQLException {
    if (streaming != wanted) {
      DuckDBAccess.run(
          connection,
          wanted ? "SET jdbc_stream_results = true" : "SET jdbc_stream_results = false");
      streaming = wanted;
    }
  }

  private void setProfiling(boolean wanted) throws SQLException {
    if (profiling != wanted) {
      DuckDBAccess.run(
          connection, wanted ? "SET enable_profiling = 'no_output'" : "RESET enable_profiling");
      profiling = wanted;
    }
  }

  String profile() {
    try {
      return DuckDBAccess.profile(connection);
    } catch (SQLException failure) {
      throw engine.translate(failure.getMessage(), failure);
    }
  }

  /** What the text of a failed stream means. */
  public WrapperException translate(String text) {
    return engine.translate(text, null);
  }

  /** Takes back the statement of a query whose result is freed. */
  void giveBack(String sql, String version, ByteBuffer statement, boolean reusable) {
    if (reusable) {
      kept.put(sql, version, statement);
    } else {
      DuckDBAccess.release(statement);
    }
  }

  /** Stops what runs here. Safe from any thread at any time; later statements are not affected. */
  public synchronized void interrupt() {
    if (connection != null) {
      DuckDBAccess.interrupt(connection);
    }
  }

  synchronized void disconnect() {
    if (connection != null) {
      kept.releaseAll();
      DuckDBAccess.disconnect(connection);
      connection = null;
    }
  }

  @Override
  public void close() {
    boolean hadAll = parallel;
    parallel = false;
    engine.giveBack(this, hadAll);
  }
}
