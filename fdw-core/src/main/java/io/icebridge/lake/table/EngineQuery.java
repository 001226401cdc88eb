// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.type.CastMacros;
import io.icebridge.pushdown.duckdb.ExpressionMacros;
import java.util.List;

/**
 * What a scan has DuckDB do.
 *
 * @param sql one statement
 * @param parameters the values of {@code $1}, {@code $2}, … in it, as BLOBs
 * @param files those it reads, for errors that DuckDB does not say the file of
 * @param totalFiles how many files the table has, at least as many as are read
 * @param lines what EXPLAIN says of the files
 */
public record EngineQuery(
    String sql,
    List<byte[]> parameters,
    List<DataFile> files,
    int totalFiles,
    List<ExplainLine> lines) {

  /** Makes the macros that the statement calls, where the engine has not got them yet. */
  public void prepare(Engine engine) {
    if (sql.contains(CastMacros.PREFIX)) {
      engine.prepare("casts", CastMacros::statements);
    }
    if (sql.contains(ExpressionMacros.PREFIX)) {
      engine.prepare("expressions", ExpressionMacros::statements);
    }
  }

  /** A failure of the statement, with the files it may be about. */
  public WrapperException naming(WrapperException failure) {
    return FileErrors.naming(files, failure);
  }
}
