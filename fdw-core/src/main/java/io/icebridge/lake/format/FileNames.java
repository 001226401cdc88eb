// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import java.util.List;

/**
 * How a query knows which file a row is from: DuckDB's table functions have a hidden column {@code
 * filename}, unless the files have a column of that name themselves.
 */
final class FileNames {

  private static final String HIDDEN = "filename";
  private static final String ADDED = "icebridge file";

  private FileNames() {}

  static boolean areHidden(List<SourceColumn> columns) {
    for (SourceColumn column : columns) {
      if (column.name().equalsIgnoreCase(HIDDEN)) {
        return true;
      }
    }
    return false;
  }

  /** Asks a table function for a column with another name. */
  static void appendOption(StringBuilder sql, boolean hidden) {
    if (hidden) {
      sql.append(", filename = '").append(ADDED).append("'");
    }
  }

  static String sql(boolean hidden) {
    return hidden ? "\"" + ADDED + "\"" : HIDDEN;
  }
}
