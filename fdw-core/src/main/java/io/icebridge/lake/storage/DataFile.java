// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.storage;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file and what tells one version of it from another.
 *
 * @param path as DuckDB opens it
 * @param size in bytes
 * @param version changes whenever the content may have changed
 */
public record DataFile(String path, long size, String version) {

  /** A text that differs wherever {@link #same} would say no. */
  public static String versions(List<DataFile> files) {
    StringBuilder text = new StringBuilder(files.size() * 64);
    for (DataFile file : files) {
      text.append(file.path).append('\0').append(file.size).append('\0');
      text.append(file.version).append('\0');
    }
    return text.toString();
  }

  /** Whether two lists name the same versions of the same files. */
  public static boolean same(List<DataFile> left, List<DataFile> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      DataFile a = left.get(i);
      DataFile b = right.get(i);
      if (a.size != b.size || !a.path.equals(b.path) || !a.version.equals(b.version)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Those that are not empty: an empty text file has no rows, but no columns either.
   *
   * @throws WrapperException where all of them are
   */
  public static List<DataFile> withContent(List<DataFile> files) {
    List<DataFile> filled = new ArrayList<>(files.size());
    for (DataFile file : files) {
      if (file.size() > 0) {
        filled.add(file);
      }
    }
    if (filled.isEmpty()) {
      throw WrapperException.of(
              SqlState.FDW_INCONSISTENT_DESCRIPTOR_INFORMATION,
              "file \"" + files.get(0).path() + "\" is empty, so it has no columns")
          .withHint("Name the columns in CREATE FOREIGN TABLE.");
    }
    return filled;
  }
}
