// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.duckdb.DuckDBAccess;

/**
 * The one DuckDB database of this VM: in memory, opened at first use.
 *
 * <p>DuckDB allows one open result on a connection, so every running statement has a connection of
 * its own; a few idle ones are kept. Safe for several threads, because a canceled call may still
 * run on its own thread while the session goes on with another.
 *
 * <p>An internal error makes DuckDB refuse all further work on a database. The engine then forgets
 * that database, and the next statement opens a new one.
 */
public final class Engine implements AutoCloseable {

  private static final int IDLE_CONNECTIONS = 4;

  /** Settings of the built-in extensions, which are not known yet when a database opens. */
  private static final String LATER_SETTINGS =
      "SET GLOBAL parquet_metadata_cache = true; SET GLOBAL TimeZone = 'UTC'";

  private final EngineSettings settings;
  private final ArrayDeque<EngineConnection> idle = new ArrayDeque<>();
  private final List<String> prepared = new ArrayList<>();
  private QueryThreads threads;
  private ByteBuffer root;
  private int generation;
  private boolean opensAhead;

  /** An engine that opens its database when it is first asked for a connection. */
  public Engine(EngineSettings settings) {
    this.settings = settings;
  }

  /**
   * Opens the database on another thread, unless it was asked to before: what comes before the
   * first query, e.g. reading metadata, can go on meanwhile. An error there comes again when a
   * connection is asked for.
   */
  public synchronized void openAhead() {
    if (opensAhead) {
      return;
    }
    opensAhead = true;
    // No lambda: linking one costs time in every new backend.
    Thread thread =
        new Thread("icebridge open") {
          @Override
          public void run() {
            try {
              acquire().close();
            } catch (RuntimeException | LinkageError failure) {
              // Whoever needs the connection is told.
              return;
            }
          }
        };
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A connection for one statement at a time; the caller closes it, after which it may serve again.
   */
  public synchronized EngineConnection acquire() {
    EngineConnection connection = idle.poll();
    return connection == null ? connect() : connection;
  }

  /**
   * Has statements run once in the database before any that need them, e.g. to make macros.
   *
   * @param name tells them from others
   */
  public synchronized void prepare(String name, Supplier<String> statements) {
    if (!prepared.contains(name)) {
      try (EngineConnection connection = acquire()) {
        connection.run(statements.get());
      }
      prepared.add(name);
    }
  }

  /** The columns a query would return. */
  public List<ResultColumn> describe(String sql) {
    try (EngineConnection connection = acquire()) {
      return connection.describe(sql);
    }
  }

  /** All rows of a small result as text; NULL is null. */
  public List<String[]> rows(String sql) {
    try (EngineConnection connection = acquire()) {
      return connection.rows(sql);
    }
  }

  private EngineConnection connect() {
    try {
      if (root == null) {
        root = open();
      }
      return new EngineConnection(this, DuckDBAccess.connect(root), generation);
    } catch (SQLException failure) {
      throw translate(failure.getMessage(), failure);
    }
  }

  private ByteBuffer open() throws SQLException {
    ByteBuffer database = DuckDBAccess.open(properties());
    threads = new QueryThreads(settings.threads());
    try {
      String later = LATER_SETTINGS;
      if (settings.maximumTemporarySize() != null) {
        // Given when the database opens, this limit would be shown but not kept.
        later +=
            "; SET GLOBAL max_temp_directory_size = "
                + Sql.literal(settings.maximumTemporarySize());
      }
      DuckDBAccess.run(database, later);
    } catch (SQLException failure) {
      DuckDBAccess.disconnect(database);
      throw failure;
    }
    return database;
  }

  /**
   * Gets ready for a query on a connection of this database.
   *
   * @param parallel whether all threads shall work on it
   */
  synchronized void begin(EngineConnection connection, ByteBuffer reference, boolean parallel)
      throws SQLException {
    if (connection.generation() == generation) {
      threads.begin(reference, parallel);
    }
  }

  synchronized void giveBack(EngineConnection connection, boolean parallel) {
    if (parallel && connection.generation() == generation) {
      threads.endParallel();
    }
    if (connection.generation() != generation || idle.size() >= IDLE_CONNECTIONS) {
      connection.disconnect();
    } else {
      idle.push(connection);
    }
  }

  /** Turns DuckDB's error text into an error for PostgreSQL, and notices a ruined database. */
  WrapperException translate(String text, Throwable cause) {
    if (EngineErrors.isFatal(text)) {
      forgetDatabase();
    }
    WrapperException error = EngineErrors.translate(text);
    return cause == null ? error : error.causedBy(cause);
  }

  private synchronized void forgetDatabase() {
    generation++;
    prepared.clear();
    EngineConnection connection;
    while ((connection = idle.poll()) != null) {
      connection.disconnect();
    }
    if (root != null) {
      DuckDBAccess.disconnect(root);
      root = null;
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    // Without this a result is gathered in memory before its first row is seen.
    properties.put("jdbc_stream_results", Boolean.TRUE);
    properties.put("autoinstall_known_extensions", Boolean.FALSE);
    properties.put("autoload_known_extensions", Boolean.FALSE);
    properties.put("allow_community_extensions", Boolean.FALSE);
    // Decimals leave in 32 or 64 bits where they fit.
    properties.put("arrow_output_version", "1.5");
    // It makes arg_min_nulls_last() of the first rows of groups and of LIMIT in correlated queries,
    // which on several threads at times takes a row whose key is NULL (DuckDB 2.0.0).
    properties.put("disabled_optimizers", "top_n_window_elimination");
    if (settings.memoryLimit() != null) {
      properties.put("memory_limit", settings.memoryLimit());
    }
    properties.put("threads", Long.valueOf(1));
    String directory = settings.temporaryDirectory();
    if (directory == null) {
      // Two backends must not share DuckDB's default, which lies in the data directory.
      directory =
          System.getProperty("java.io.tmpdir") + "/icebridge-" + ProcessHandle.current().pid();
    }
    properties.put("temp_directory", directory);
    return properties;
  }

  @Override
  public void close() {
    forgetDatabase();
  }
}
