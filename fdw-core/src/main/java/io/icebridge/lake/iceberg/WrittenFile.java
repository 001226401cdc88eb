// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import java.util.Map;

/**
 * What DuckDB's COPY tells of a Parquet file with RETURN_STATS.
 *
 * @param path as DuckDB spells it
 * @param records its rows
 * @param bytes its size
 * @param rowGroups how many
 * @param columns by path, e.g. {@code "l"."element"}, what is known of each: {@code null_count},
 *     {@code min}, …
 */
record WrittenFile(
    String path,
    long records,
    long bytes,
    long rowGroups,
    Map<String, Map<String, String>> columns) {

  /** Reads a row that COPY returns. */
  @SuppressWarnings("unchecked")
  static WrittenFile of(Object[] row) {
    Map<String, Object> more = (Map<String, Object>) row[6];
    return new WrittenFile(
        (String) row[0],
        ((Number) row[1]).longValue(),
        ((Number) row[2]).longValue(),
        Long.parseLong(String.valueOf(more.get("row_group_count"))),
        (Map<String, Map<String, String>>) row[4]);
  }
}
