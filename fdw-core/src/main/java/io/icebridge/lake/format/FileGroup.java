// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.storage.DataFile;
import java.util.List;

/**
 * Files of a table that have the same columns, so that one call of a DuckDB table function reads
 * them all.
 *
 * @param from the table function's call, or a query in parentheses, to stand after FROM
 * @param alias what {@code from} is called in the columns' SQL; null where they do not name it
 * @param byPosition whether the columns have no names of their own
 * @param fileName the expression for the file a row is from
 * @param dateFormat how dates in text are written; null for ISO
 * @param timestampFormat the same for timestamps
 */
public record FileGroup(
    List<DataFile> files,
    List<SourceColumn> columns,
    String from,
    String alias,
    boolean byPosition,
    String fileName,
    String dateFormat,
    String timestampFormat) {

  public FileGroup {
    files = List.copyOf(files);
    columns = List.copyOf(columns);
  }

  /** What to read, under the name that the columns' SQL has for it. */
  public String aliased() {
    return alias == null ? from : from + " AS " + alias;
  }

  static List<String> paths(List<DataFile> files) {
    String[] paths = new String[files.size()];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = files.get(i).path();
    }
    return List.of(paths);
  }
}
