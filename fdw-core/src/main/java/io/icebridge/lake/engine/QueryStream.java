// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import java.nio.ByteBuffer;
import org.duckdb.DuckDBAccess;

/**
 * A running query. Its rows are in the Arrow stream; whoever reads it must release it before this
 * is closed, because the result it reads from is freed here.
 */
public final class QueryStream implements AutoCloseable {

  private final EngineConnection connection;
  private final String sql;
  private final String version;
  private final long address;
  private ByteBuffer statement;
  private ByteBuffer result;
  private volatile boolean failed;

  QueryStream(
      EngineConnection connection,
      String sql,
      String version,
      ByteBuffer statement,
      ByteBuffer result,
      long address) {
    this.connection = connection;
    this.sql = sql;
    this.version = version;
    this.statement = statement;
    this.result = result;
    this.address = address;
  }

  /** The address of the {@code ArrowArrayStream}, valid until it is released. */
  public long address() {
    return address;
  }

  /** DuckDB's profile of this query as JSON, complete once the stream has ended. */
  public String profile() {
    return connection.profile();
  }

  /** Says that the query failed or was stopped; its statement will not serve again. */
  public void failed() {
    failed = true;
  }

  /** Frees the query, not the connection. */
  @Override
  public void close() {
    if (result != null) {
      DuckDBAccess.freeResult(result);
      result = null;
    }
    if (statement != null) {
      connection.giveBack(sql, version, statement, !failed);
      statement = null;
    }
  }
}
