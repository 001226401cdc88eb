// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.storage.DataFile;
import java.util.List;

/** Says which files were read where DuckDB did not. */
final class FileErrors {

  private FileErrors() {}

  static WrapperException naming(List<DataFile> files, WrapperException error) {
    boolean ofData =
        error.sqlState().equals(SqlState.DATA_CORRUPTED)
            || error.sqlState().equals(SqlState.IO_ERROR)
            || error.sqlState().startsWith("22");
    if (!ofData || error.detail() != null || files.isEmpty()) {
      return error;
    }
    for (DataFile file : files) {
      if (error.getMessage().contains(file.path())) {
        return error;
      }
    }
    String first = "\"" + files.get(0).path() + "\"";
    return files.size() == 1
        ? error.withDetail("This happened in file " + first + ".")
        : error.withDetail(
            "This happened in one of "
                + files.size()
                + " files, the first of which is "
                + first
                + ".");
  }
}
