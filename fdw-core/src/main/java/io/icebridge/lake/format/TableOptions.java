// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of a table, checked. Options left out are null, and then found out from the file.
 *
 * @param paths the locations, at least one
 * @param format never null
 * @param compression {@code none}, {@code gzip}, {@code zstd}, {@code snappy}; null to go by the
 *     file's extension
 * @param filename whether there is a column {@code _filename}
 * @param hivePartitioning whether folders named {@code key=value} are columns
 * @param csv those of CSV
 * @param sampleRows rows looked at to find out types; 0 for the default, -1 for all
 */
public record TableOptions(
    List<String> paths,
    FileFormat format,
    String compression,
    boolean filename,
    boolean hivePartitioning,
    Csv csv,
    long sampleRows) {

  /** The name of the column with the file a row is from. */
  public static final String FILENAME_COLUMN = "_filename";

  /** Options of CSV; null where left out. */
  public record Csv(
      Boolean header,
      String delimiter,
      String quote,
      String escape,
      String nullText,
      String encoding,
      Integer skip,
      String comment,
      String dateFormat,
      String timestampFormat) {}

  /**
   * Reads and checks all options of a table.
   *
   * @throws WrapperException where a value is wrong, or two do not fit together
   */
  public static TableOptions of(Map<String, String> options) {
    List<String> paths = Paths.parse(options.get(LakeOptions.PATH));
    FileFormat format = format(options, paths);
    if (format != FileFormat.CSV) {
      refuseCsvOptions(options, format);
    }
    String compression = compression(options, format);
    return new TableOptions(
        paths,
        format,
        compression,
        bool(options, LakeOptions.FILENAME, Boolean.FALSE),
        bool(options, LakeOptions.HIVE_PARTITIONING, Boolean.FALSE),
        csv(options),
        sampleRows(options, format));
  }

  /** The locations a value of the option {@code path} names. */
  public static List<String> paths(String option) {
    return Paths.parse(option);
  }

  /** The value of the option {@code path} for several locations. */
  public static String path(List<String> paths) {
    return Paths.write(paths);
  }

  /**
   * The format an option names.
   *
   * @throws WrapperException where there is none of that name
   */
  public static FileFormat format(String option) {
    for (FileFormat format : FileFormat.values()) {
      if (format.label().equals(option.toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw invalid("invalid value for option \"format\": \"" + option + "\"")
        .withHint("Valid values are: parquet, csv, json.");
  }

  /** The options that a table of that format can have. */
  public static Map<String, String> fitting(Map<String, String> options, FileFormat format) {
    Map<String, String> fitting = new LinkedHashMap<>(options);
    if (format != FileFormat.CSV) {
      fitting.keySet().removeAll(LakeOptions.CSV_ONLY);
    }
    if (format == FileFormat.PARQUET) {
      fitting.remove(LakeOptions.SAMPLE_ROWS);
    }
    return fitting;
  }

  private static FileFormat format(Map<String, String> options, List<String> paths) {
    String named = options.get(LakeOptions.FORMAT);
    if (named != null) {
      return FileFormat.of(named);
    }
    FileFormat format = null;
    for (String path : paths) {
      FileFormat found = FileFormat.ofPath(path);
      if (found == null) {
        throw invalid("cannot tell the file format of \"" + path + "\"")
            .withHint("Set the option format to parquet, csv or json.");
      }
      if (format != null && format != found) {
        throw invalid(
                "the paths have different file formats: "
                    + format.label()
                    + " and "
                    + found.label())
            .withHint("A table has files of one format.");
      }
      format = found;
    }
    return format;
  }

  private static void refuseCsvOptions(Map<String, String> options, FileFormat format) {
    for (String name : LakeOptions.CSV_ONLY) {
      if (options.containsKey(name)) {
        throw invalid(
            "option \""
                + name
                + "\" is only for CSV, and this table's format is "
                + format.label());
      }
    }
  }

  private static String compression(Map<String, String> options, FileFormat format) {
    String compression = options.get(LakeOptions.COMPRESSION);
    if (compression == null || compression.equals("auto")) {
      return null;
    }
    if (format == FileFormat.PARQUET) {
      // Each Parquet file says itself how its pages are compressed; the value is for writing.
      return compression;
    }
    if (compression.equals("snappy")) {
      throw invalid("compression \"snappy\" is only for Parquet")
          .withHint("Use gzip or zstd for " + format.label() + " files.");
    }
    return compression;
  }

  private static Csv csv(Map<String, String> options) {
    Csv csv =
        new Csv(
            bool(options, LakeOptions.HEADER, null),
            options.get(LakeOptions.DELIMITER),
            oneByte(options, LakeOptions.QUOTE),
            oneByte(options, LakeOptions.ESCAPE),
            options.get(LakeOptions.NULL),
            encoding(options),
            skip(options),
            oneByte(options, LakeOptions.COMMENT),
            options.get(LakeOptions.DATE_FORMAT),
            options.get(LakeOptions.TIMESTAMP_FORMAT));
    if (csv.delimiter() != null) {
      checkDelimiter(csv);
    }
    return csv;
  }

  private static void checkDelimiter(Csv csv) {
    String delimiter = csv.delimiter();
    if (delimiter.isEmpty() || delimiter.length() > 4) {
      throw invalid(
          "option \"delimiter\" must have one to four characters, not \"" + delimiter + "\"");
    }
    if (delimiter.indexOf('\n') >= 0 || delimiter.indexOf('\r') >= 0) {
      throw invalid("option \"delimiter\" cannot be newline or carriage return");
    }
    if (delimiter.equals(csv.quote())) {
      throw invalid("options \"delimiter\" and \"quote\" must be different");
    }
    if (csv.nullText() != null && csv.nullText().contains(delimiter)) {
      throw invalid("option \"null\" must not contain the delimiter");
    }
  }

  private static String oneByte(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value != null && (value.length() > 1 || !value.isEmpty() && value.charAt(0) > 127)) {
      throw invalid(
          "option \"" + name + "\" must be a single one-byte character, not \"" + value + "\"");
    }
    return value;
  }

  private static String encoding(Map<String, String> options) {
    String encoding = options.get(LakeOptions.ENCODING);
    if (encoding == null) {
      return null;
    }
    switch (encoding.toLowerCase(Locale.ROOT)) {
      case "utf8":
      case "utf-8":
        return "utf-8";
      case "utf16":
      case "utf-16":
        return "utf-16";
      case "latin1":
      case "latin-1":
      case "iso-8859-1":
        return "latin-1";
      default:
        throw invalid("encoding \"" + encoding + "\" is not supported")
            .withHint("Use utf-8, utf-16 or latin-1.");
    }
  }

  private static Integer skip(Map<String, String> options) {
    String value = options.get(LakeOptions.SKIP);
    return value == null ? null : Math.toIntExact(number(LakeOptions.SKIP, value, 0, 1_000_000));
  }

  private static long sampleRows(Map<String, String> options, FileFormat format) {
    String value = options.get(LakeOptions.SAMPLE_ROWS);
    if (value == null) {
      return 0;
    }
    if (format == FileFormat.PARQUET) {
      throw invalid("option \"sample_rows\" is not for Parquet, whose files name their types");
    }
    return number(LakeOptions.SAMPLE_ROWS, value, -1, Long.MAX_VALUE);
  }

  private static long number(String name, String value, long minimum, long maximum) {
    try {
      long number = Long.parseLong(value.trim());
      if (number >= minimum && number <= maximum) {
        return number;
      }
    } catch (NumberFormatException ignored) {
      // The error is the same.
    }
    throw invalid(
        "option \""
            + name
            + "\" must be a number from "
            + minimum
            + " to "
            + maximum
            + ", not \""
            + value
            + "\"");
  }

  private static Boolean bool(Map<String, String> options, String name, Boolean missing) {
    String value = options.get(name);
    if (value == null) {
      return missing;
    }
    switch (value.toLowerCase(Locale.ROOT)) {
      case "true":
      case "on":
      case "yes":
      case "1":
      case "t":
      case "y":
        return Boolean.TRUE;
      case "false":
      case "off":
      case "no":
      case "0":
      case "f":
      case "n":
        return Boolean.FALSE;
      default:
        throw invalid("option \"" + name + "\" must be true or false, not \"" + value + "\"");
    }
  }

  static WrapperException invalid(String message) {
    return WrapperException.of(SqlState.FDW_INVALID_ATTRIBUTE_VALUE, message);
  }
}
