// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.lake.storage.DataFile;
import java.util.List;

/**
 * A table in a query of DuckDB.
 *
 * @param sql stands after FROM and takes any name; its columns are called as those of the table and
 *     have the DuckDB types that are natural for theirs, except that a smallint may be an INTEGER
 *     whose values all fit
 * @param files those it reads
 * @param totalFiles how many files the table has, at least as many as are read
 */
public record EngineSource(String sql, List<DataFile> files, int totalFiles) {}
