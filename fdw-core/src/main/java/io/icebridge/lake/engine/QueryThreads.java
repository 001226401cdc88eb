// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.duckdb.DuckDBAccess;

/**
 * How many threads DuckDB has: one while rows only pass through it, all while it sorts, groups or
 * counts.
 *
 * <p>DuckDB carries out a query whose rows keep their order on one thread. If that is a worker, the
 * thread that fetches has nothing to do but polls for work all the time, and takes the processor
 * from the worker or from PostgreSQL. With no worker the thread that fetches does the work itself.
 *
 * <p>Guarded by the engine.
 */
final class QueryThreads {

  private final int most;
  private boolean parallel;
  private int parallelQueries;

  /**
   * A new database's threads; it begins with one.
   *
   * @param most how many there may be, or 0 for as many as there are processors
   */
  QueryThreads(int most) {
    this.most = most > 0 ? most : Runtime.getRuntime().availableProcessors();
  }

  /** Gets ready for a query; each parallel one is followed by {@link #endParallel}. */
  void begin(ByteBuffer connection, boolean wantsParallel) throws SQLException {
    boolean next = wantsParallel || parallelQueries > 0;
    if (next != parallel) {
      DuckDBAccess.run(connection, "SET GLOBAL threads = " + (next ? most : 1));
      parallel = next;
    }
    if (wantsParallel) {
      parallelQueries++;
    }
  }

  void endParallel() {
    parallelQueries--;
  }
}
