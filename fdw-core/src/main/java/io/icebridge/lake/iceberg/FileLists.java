// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import java.util.HashSet;
import java.util.List;

/** A value for each file of a {@code read_parquet}, in DuckDB's SQL. */
final class FileLists {

  private FileLists() {}

  /**
   * The value for the file a row is from.
   *
   * @param values in the order of the files, in SQL and of one type
   * @param rows the alias of the call
   */
  static String pick(List<String> values, String rows) {
    return new HashSet<>(values).size() == 1
        ? values.get(0)
        : "[" + String.join(", ", values) + "][CAST(" + rows + ".file_index AS INTEGER) + 1]";
  }
}
