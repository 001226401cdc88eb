// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.Sql;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.type.DuckDBType;
import java.util.ArrayList;
import java.util.List;

/** Columns whose values stand in folder names, as in {@code /year=2024/part.parquet}. */
final class HivePartitions {

  private HivePartitions() {}

  /**
   * Adds the partition columns of files that have the same keys, where the table's options ask for
   * them. Their type is one that all their values have.
   */
  static void addColumns(TableOptions options, List<DataFile> files, List<SourceColumn> columns) {
    if (!options.hivePartitioning()) {
      return;
    }
    for (String key : keys(files.get(0).path())) {
      // The folder's value hides a column of that name in the file.
      for (int i = columns.size() - 1; i >= 0; i--) {
        if (columns.get(i).name().equalsIgnoreCase(key)) {
          columns.remove(i);
        }
      }
      columns.add(new SourceColumn(key, Sql.name(key), commonType(files, key)));
    }
  }

  /** Adds what a table function must know of partitions to its call. */
  static void appendOptions(StringBuilder sql, TableOptions options, List<DataFile> files) {
    sql.append(", hive_partitioning = ").append(options.hivePartitioning());
    if (!options.hivePartitioning()) {
      return;
    }
    List<String> keys = keys(files.get(0).path());
    for (int i = 0; i < keys.size(); i++) {
      sql.append(i == 0 ? ", hive_types = {" : ", ").append(Sql.name(keys.get(i))).append(": ");
      sql.append(Sql.literal(commonType(files, keys.get(i)).text()));
    }
    sql.append(keys.isEmpty() ? "" : "}");
  }

  private static DuckDBType commonType(List<DataFile> files, String key) {
    boolean integer = true;
    boolean date = true;
    for (DataFile file : files) {
      String value = value(file.path(), key);
      if (value == null || value.equals("__HIVE_DEFAULT_PARTITION__")) {
        continue;
      }
      integer = integer && isInteger(value);
      date = date && isDate(value);
    }
    return integer ? DuckDBType.BIGINT : date ? DuckDBType.parse("DATE") : DuckDBType.VARCHAR;
  }

  /** Digits without leading zeros, which a number would lose. */
  private static boolean isInteger(String value) {
    if (value.isEmpty() || value.length() > 18 || value.length() > 1 && value.charAt(0) == '0') {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDate(String value) {
    if (value.length() != 10) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      char c = value.charAt(i);
      if (i == 4 || i == 7 ? c != '-' : c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

  static List<String> keys(String path) {
    List<String> keys = new ArrayList<>();
    String[] segments = path.split("/");
    for (int i = 0; i < segments.length - 1; i++) {
      int equals = segments[i].indexOf('=');
      if (equals > 0) {
        keys.add(segments[i].substring(0, equals));
      }
    }
    return keys;
  }

  private static String value(String path, String key) {
    String[] segments = path.split("/");
    for (int i = 0; i < segments.length - 1; i++) {
      if (segments[i].startsWith(key + "=")) {
        return segments[i].substring(key.length() + 1);
      }
    }
    return null;
  }
}
