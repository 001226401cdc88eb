// SPDX-License-Identifier: Apache-2.0
package org.duckdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A way into the driver's native functions past {@code java.sql}.
 *
 * <p>It lives in this package because {@link DuckDBNative} is package-private. Going through {@code
 * DuckDBDriver} instead would cost about 100 ms in every new backend (its initialisation starts a
 * flight-recorder monitor and a scheduler) and gives no control over the result's Arrow stream.
 *
 * <p>References are direct byte buffers that hide native pointers. Each one must be given back
 * exactly once to the method named where it is made, and never be used again. A reference serves
 * one thread at a time; {@link #interrupt} alone may come from any.
 */
public final class DuckDBAccess {

  private static final byte[] IN_MEMORY = ":memory:".getBytes(StandardCharsets.UTF_8);
  private static final Object[] NO_PARAMETERS = new Object[0];

  private DuckDBAccess() {}

  /** Opens an in-memory database with a first connection; give back to {@link #disconnect}. */
  public static ByteBuffer open(Properties settings) throws SQLException {
    return DuckDBNative.duckdb_jdbc_startup(IN_MEMORY, false, settings, false);
  }

  /** Opens another connection to the same database; give back to {@link #disconnect}. */
  public static ByteBuffer connect(ByteBuffer connection) throws SQLException {
    return DuckDBNative.duckdb_jdbc_connect(connection);
  }

  /** Closes a connection. The database closes with its last one. */
  public static void disconnect(ByteBuffer connection) {
    DuckDBNative.duckdb_jdbc_disconnect(connection);
  }

  /** Stops what runs on the connection. */
  public static void interrupt(ByteBuffer connection) {
    DuckDBNative.duckdb_jdbc_interrupt(connection);
  }

  /** Parses and plans a statement; give back to {@link #release}. */
  public static ByteBuffer prepare(ByteBuffer connection, String sql) throws SQLException {
    return DuckDBNative.duckdb_jdbc_prepare(connection, sql.getBytes(StandardCharsets.UTF_8));
  }

  /** Frees a statement. */
  public static void release(ByteBuffer statement) {
    DuckDBNative.duckdb_jdbc_release(statement);
  }

  /** The names of the columns a statement returns, then their types in DuckDB's spelling. */
  public static String[][] columns(ByteBuffer statement) throws SQLException {
    DuckDBResultSetMetaData meta = DuckDBNative.duckdb_jdbc_prepared_statement_meta(statement);
    return new String[][] {meta.column_names, meta.column_types_string};
  }

  /** Starts a statement; give back to {@link #freeResult}. */
  public static ByteBuffer execute(ByteBuffer statement) throws SQLException {
    return execute(statement, NO_PARAMETERS);
  }

  /**
   * Starts a statement; give back to {@link #freeResult}.
   *
   * @param parameters the values of {@code $1}, {@code $2}, …, which are copied
   */
  public static ByteBuffer execute(ByteBuffer statement, Object[] parameters) throws SQLException {
    return DuckDBNative.duckdb_jdbc_execute(statement, parameters);
  }

  /** Runs statements whose results do not matter. */
  public static void run(ByteBuffer connection, String sql) throws SQLException {
    ByteBuffer statement = prepare(connection, sql);
    try {
      freeResult(execute(statement));
    } finally {
      release(statement);
    }
  }

  /** Frees a result. Comes after the release of a stream made from it. */
  public static void freeResult(ByteBuffer result) {
    DuckDBNative.duckdb_jdbc_free_result(result);
  }

  /**
   * Moves the rows of a result into an {@code ArrowArrayStream}, which its reader must release.
   *
   * @param batchRows rows of a batch, rounded up to whole vectors of 2,048
   * @return the address of the stream; the stream frees that memory when it is released
   */
  public static long arrowStream(ByteBuffer result, ByteBuffer connection, long batchRows) {
    return DuckDBNative.duckdb_jdbc_arrow_stream(result, connection, batchRows);
  }

  /**
   * The next rows of a result as text, one array for each column with null for NULL; null at the
   * end.
   */
  public static String[][] fetch(ByteBuffer result, ByteBuffer connection) throws SQLException {
    DuckDBVector[] vectors = DuckDBNative.duckdb_jdbc_fetch(result, connection);
    if (vectors.length == 0 || vectors[0].length == 0) {
      return null;
    }
    String[][] columns = new String[vectors.length][];
    for (int column = 0; column < columns.length; column++) {
      String[] texts = DuckDBNative.duckdb_jdbc_cast_result_to_strings(result, connection, column);
      for (int row = 0; row < texts.length; row++) {
        if (vectors[column].isNull(row)) {
          texts[row] = null;
        }
      }
      columns[column] = texts;
    }
    return columns;
  }

  /** The next rows of a result of one BIGINT column without NULLs; null at the end. */
  public static long[] fetchLongs(ByteBuffer result, ByteBuffer connection) throws SQLException {
    DuckDBVector[] vectors = DuckDBNative.duckdb_jdbc_fetch(result, connection);
    if (vectors.length == 0 || vectors[0].length == 0) {
      return null;
    }
    long[] values = new long[vectors[0].length];
    vectors[0].getbuf(0, Long.BYTES).asLongBuffer().get(values);
    return values;
  }

  /**
   * The next rows of a result as the driver's objects (a MAP is a {@code java.util.Map}), one array
   * for each row; null at the end.
   */
  public static Object[][] fetchObjects(ByteBuffer result, ByteBuffer connection)
      throws SQLException {
    DuckDBVector[] vectors = DuckDBNative.duckdb_jdbc_fetch(result, connection);
    if (vectors.length == 0 || vectors[0].length == 0) {
      return null;
    }
    Object[][] rows = new Object[vectors[0].length][vectors.length];
    for (int column = 0; column < vectors.length; column++) {
      for (int row = 0; row < rows.length; row++) {
        rows[row][column] = vectors[column].getObject(row);
      }
    }
    return rows;
  }

  /**
   * Makes a temporary view of the connection over an {@code ArrowArrayStream}, replacing one of
   * that name. Asks the stream for its schema; the first query of the view moves the stream, and
   * there can be no second one.
   *
   * @param arrowArrayStream its address, which must stay valid as long as the view is used
   */
  public static void view(ByteBuffer connection, long arrowArrayStream, String name) {
    DuckDBNative.duckdb_jdbc_arrow_register(
        connection, arrowArrayStream, name.getBytes(StandardCharsets.UTF_8));
  }

  /** The profile of the last statement of a connection as JSON. */
  public static String profile(ByteBuffer connection) throws SQLException {
    return DuckDBNative.duckdb_jdbc_get_profiling_information(connection, ProfilerPrintFormat.JSON);
  }
}
