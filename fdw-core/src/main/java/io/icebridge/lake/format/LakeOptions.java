// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import java.util.List;

/**
 * The names of the options of a lake table; names that PostgreSQL's COPY has mean the same here.
 */
public final class LakeOptions {

  public static final String PATH = "path";
  public static final String FORMAT = "format";
  static final String COMPRESSION = "compression";
  static final String FILENAME = "filename";
  public static final String HIVE_PARTITIONING = "hive_partitioning";
  static final String HEADER = "header";
  static final String DELIMITER = "delimiter";
  static final String QUOTE = "quote";
  static final String ESCAPE = "escape";
  static final String NULL = "null";
  static final String ENCODING = "encoding";
  static final String SKIP = "skip";
  static final String COMMENT = "comment";
  static final String DATE_FORMAT = "date_format";
  static final String TIMESTAMP_FORMAT = "timestamp_format";
  static final String SAMPLE_ROWS = "sample_rows";

  /** Of a column: its name in the files, where the table has another one. */
  public static final String COLUMN_NAME = "column_name";

  /** Options that only make sense for CSV. */
  static final List<String> CSV_ONLY =
      List.of(
          HEADER,
          DELIMITER,
          QUOTE,
          ESCAPE,
          NULL,
          ENCODING,
          SKIP,
          COMMENT,
          DATE_FORMAT,
          TIMESTAMP_FORMAT);

  private LakeOptions() {}

  /** All of them. */
  public static List<OptionDefinition> definitions() {
    OptionLevel table = OptionLevel.FOREIGN_TABLE;
    return List.of(
        OptionDefinition.required(table, PATH),
        new OptionDefinition(table, FORMAT, false, List.of("parquet", "csv", "json")),
        new OptionDefinition(
            table, COMPRESSION, false, List.of("auto", "none", "gzip", "zstd", "snappy")),
        OptionDefinition.bool(table, FILENAME),
        OptionDefinition.bool(table, HIVE_PARTITIONING),
        OptionDefinition.bool(table, HEADER),
        OptionDefinition.optional(table, DELIMITER),
        OptionDefinition.optional(table, QUOTE),
        OptionDefinition.optional(table, ESCAPE),
        OptionDefinition.optional(table, NULL),
        OptionDefinition.optional(table, ENCODING),
        OptionDefinition.optional(table, SKIP),
        OptionDefinition.optional(table, COMMENT),
        OptionDefinition.optional(table, DATE_FORMAT),
        OptionDefinition.optional(table, TIMESTAMP_FORMAT),
        OptionDefinition.optional(table, SAMPLE_ROWS),
        OptionDefinition.optional(OptionLevel.COLUMN, COLUMN_NAME));
  }
}
