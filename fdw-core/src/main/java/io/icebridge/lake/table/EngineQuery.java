// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.lake.storage.DataFile;
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
    List<ExplainLine> lines) {}
