// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import java.util.Locale;

/** The formats of data files. */
public enum FileFormat {
  PARQUET,
  CSV,
  JSON;

  /** The format an option names; its values are checked before. */
  static FileFormat of(String option) {
    return valueOf(option.toUpperCase(Locale.ROOT));
  }

  /**
   * The format a path's extension tells, looking through a compression's; null if it tells none.
   */
  public static FileFormat ofPath(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz") || name.endsWith(".zst")) {
      name = name.substring(0, name.lastIndexOf('.'));
    }
    String extension = name.substring(name.lastIndexOf('.') + 1);
    switch (extension) {
      case "parquet":
      case "parq":
      case "pq":
        return PARQUET;
      case "csv":
      case "tsv":
      case "tab":
      case "txt":
        return CSV;
      case "json":
      case "jsonl":
      case "ndjson":
      case "geojson":
        return JSON;
      default:
        return null;
    }
  }

  /** Its name in options and messages. */
  public String label() {
    switch (this) {
      case PARQUET:
        return "parquet";
      case CSV:
        return "csv";
      default:
        return "json";
    }
  }
}
