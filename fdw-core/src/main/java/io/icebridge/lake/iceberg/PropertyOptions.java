// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.tx.TableDefaults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableProperties;

/**
 * Options of a table that are properties of the Iceberg table: those that have an effect here or
 * for other engines, and that cannot lead files out of the table's folder.
 */
final class PropertyOptions {

  static final String FORMAT_VERSION = "format_version";

  /** Whole numbers, by the least that makes sense. */
  private static final Map<String, Long> NUMBERS =
      Map.ofEntries(
          Map.entry(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, 1L),
          Map.entry(TableProperties.DELETE_TARGET_FILE_SIZE_BYTES, 1L),
          Map.entry(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, 1L),
          Map.entry(TableProperties.PARQUET_PAGE_SIZE_BYTES, 1L),
          Map.entry(TableProperties.PARQUET_PAGE_ROW_LIMIT, 1L),
          Map.entry(TableProperties.PARQUET_DICT_SIZE_BYTES, 1L),
          Map.entry(TableProperties.PARQUET_COMPRESSION_LEVEL, 0L),
          Map.entry(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, 1L),
          Map.entry(TableProperties.MANIFEST_TARGET_SIZE_BYTES, 1L),
          Map.entry(TableProperties.MANIFEST_MIN_MERGE_COUNT, 1L),
          Map.entry(TableProperties.MAX_SNAPSHOT_AGE_MS, 1L),
          Map.entry(TableProperties.MIN_SNAPSHOTS_TO_KEEP, 1L),
          Map.entry(TableProperties.MAX_REF_AGE_MS, 1L),
          Map.entry(TableDefaults.MAX_SNAPSHOTS, 0L),
          Map.entry(TableDefaults.KEEP_OBSOLETE, 0L));

  private static final Map<String, List<String>> CHOICES =
      Map.of(
          FORMAT_VERSION,
          List.of("2", "3"),
          TableProperties.DEFAULT_FILE_FORMAT,
          List.of("parquet"),
          TableProperties.PARQUET_COMPRESSION,
          List.of("zstd", "snappy", "gzip", "lz4", "brotli", "uncompressed"),
          TableProperties.PARQUET_PAGE_VERSION,
          List.of("v1", "v2"),
          TableProperties.METADATA_COMPRESSION,
          List.of("none", "gzip"),
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED,
          List.of("true", "false"),
          TableProperties.MANIFEST_MERGE_ENABLED,
          List.of("true", "false"),
          TableProperties.DEFAULT_WRITE_METRICS_MODE,
          List.of());

  private PropertyOptions() {}

  static List<OptionDefinition> definitions() {
    List<OptionDefinition> definitions = new ArrayList<>();
    NUMBERS.forEach(
        (name, least) ->
            definitions.add(OptionDefinition.optional(OptionLevel.FOREIGN_TABLE, name)));
    CHOICES.forEach(
        (name, values) ->
            definitions.add(new OptionDefinition(OptionLevel.FOREIGN_TABLE, name, false, values)));
    return definitions;
  }

  /**
   * Checks the values of options.
   *
   * @throws WrapperException where a number is none, or too small
   */
  static void validate(Map<String, String> options) {
    options.forEach(
        (name, value) -> {
          Long least = NUMBERS.get(name);
          if (least != null && !isNumber(value, least)) {
            throw WrapperException.of(
                SqlState.FDW_INVALID_ATTRIBUTE_VALUE,
                "option \""
                    + name
                    + "\" must be a whole number of at least "
                    + least
                    + ", not \""
                    + value
                    + "\"");
          }
        });
  }

  private static boolean isNumber(String value, long least) {
    try {
      return Long.parseLong(value) >= least;
    } catch (NumberFormatException notNumber) {
      return false;
    }
  }

  /** The Iceberg table's properties for a table's options. */
  static Map<String, String> properties(Map<String, String> options) {
    Map<String, String> properties = new HashMap<>();
    options.forEach(
        (name, value) -> {
          if (name.equals(FORMAT_VERSION)) {
            properties.put(TableProperties.FORMAT_VERSION, value);
          } else if (NUMBERS.containsKey(name) || CHOICES.containsKey(name)) {
            properties.put(name, value);
          }
        });
    return properties;
  }
}
