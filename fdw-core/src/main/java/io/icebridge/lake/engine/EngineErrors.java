// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB's error texts as PostgreSQL's errors. */
final class EngineErrors {

  private static final String MEMORY_SETTING = "icebridge.duckdb_memory_limit";
  private static final String SPILL_SETTING = "icebridge.temp_directory_limit";

  /** How the errors start that the macros of expressions raise. */
  private static final String OWN_MARK = "icebridge: ";

  /** The same where a macro must not call error(), and casts the message to a number instead. */
  private static final Pattern OWN_CAST =
      Pattern.compile("Could not convert string 'icebridge: ([^']*)' to ");

  private EngineErrors() {}

  /** Whether the database can do no further work. */
  static boolean isFatal(String text) {
    return text != null
        && (text.startsWith("FATAL Error")
            || text.startsWith("INTERNAL Error")
            || text.contains("database has been invalidated"));
  }

  static WrapperException translate(String text) {
    if (text == null || text.isEmpty()) {
      return WrapperException.of(SqlState.INTERNAL_ERROR, "DuckDB failed without a reason");
    }
    int colon = text.indexOf("Error: ");
    String kind = colon < 0 ? "" : text.substring(0, colon).trim();
    int cast = text.indexOf(CastErrors.MARK);
    if (cast >= 0) {
      return CastErrors.translate(text.substring(cast));
    }
    Matcher ownCast = OWN_CAST.matcher(text);
    if (ownCast.find()) {
      return own(ownCast.group(1));
    }
    String message = firstLine(colon < 0 ? text : text.substring(colon + 7));
    WrapperException fault = FileFaults.translate(text, message);
    if (fault != null) {
      return fault;
    }
    switch (kind) {
      case "":
      case "Invalid":
      case "Unknown":
        return withoutKind(message);
      case "INTERRUPT":
        return WrapperException.of(
            SqlState.QUERY_CANCELED, "canceling statement due to user request");
      case "Out of Memory":
        return outOfMemory(message);
      case "IO":
        return inputOutput(message);
      case "HTTP":
      case "Permission":
        return WrapperException.of(SqlState.INSUFFICIENT_PRIVILEGE, lower(message));
      case "Conversion":
        return conversion(text, message);
      case "Out of Range":
        return WrapperException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, lower(message));
      case "Invalid Input":
      case "Serialization":
        return invalidInput(message);
      case "Data Corruption":
        return WrapperException.of(SqlState.DATA_CORRUPTED, lower(message));
      case "Binder":
        return binder(text, message);
      case "Not implemented":
        return WrapperException.unsupported(lower(message));
      case "FATAL":
      case "INTERNAL":
        // Sizes and counts in a damaged file are the only integers that do not fit where DuckDB
        // puts them.
        return (message.startsWith("Information loss on integer cast")
                ? WrapperException.of(
                    SqlState.DATA_CORRUPTED, "could not decode data: " + lower(message))
                : WrapperException.of(SqlState.INTERNAL_ERROR, "DuckDB failed: " + message))
            .withHint("The next statement starts with a new DuckDB database.");
      default:
        return refused(text, message);
    }
  }

  private static WrapperException refused(String text, String message) {
    return WrapperException.of(SqlState.INTERNAL_ERROR, "DuckDB refused a query: " + message)
        .withDetail(text);
  }

  /** Our queries are well-formed; what cannot be bound in them comes from a file's own contents. */
  private static WrapperException binder(String text, String message) {
    // A column's name that is no UTF-8 did not survive the way to us and back.
    boolean brokenFile = message.startsWith("Referenced column") && message.indexOf('\uFFFD') >= 0;
    return brokenFile
        ? WrapperException.of(SqlState.DATA_CORRUPTED, lower(message))
        : refused(text, message);
  }

  /** Exceptions of libraries inside DuckDB, mostly those that decode files. */
  private static WrapperException withoutKind(String message) {
    return message.contains("bad_alloc")
        ? outOfMemory("The operating system gave no more memory.")
        : WrapperException.of(SqlState.DATA_CORRUPTED, "could not decode data: " + lower(message));
  }

  private static WrapperException outOfMemory(String message) {
    // An offload fails for want of disk space: that of the setting, or what the disk has left.
    if (message.contains("max_temp_directory_size") || message.contains("failed to offload")) {
      return WrapperException.of(
              SqlState.DISK_FULL,
              "DuckDB's temporary files reached their limit or that of the disk")
          .withDetail(sentence(message))
          .withHint(
              "Raise " + SPILL_SETTING + " or " + MEMORY_SETTING + ", make room, or read less.");
    }
    return WrapperException.of(SqlState.OUT_OF_MEMORY, "DuckDB reached its memory limit")
        .withDetail(sentence(message))
        .withHint("Raise " + MEMORY_SETTING + ", or read less.");
  }

  private static WrapperException inputOutput(String message) {
    if (message.startsWith("No files found") || message.contains("No such file or directory")) {
      return WrapperException.of(SqlState.UNDEFINED_FILE, lower(message));
    }
    if (message.contains("Permission denied")) {
      return WrapperException.of(SqlState.INSUFFICIENT_PRIVILEGE, lower(message));
    }
    if (message.contains("No space left on device")) {
      return WrapperException.of(SqlState.DISK_FULL, lower(message));
    }
    return WrapperException.of(SqlState.IO_ERROR, lower(message));
  }

  private static WrapperException conversion(String text, String message) {
    String state =
        message.contains("out of range") || message.contains("can't be cast because")
            ? SqlState.NUMERIC_VALUE_OUT_OF_RANGE
            : SqlState.INVALID_TEXT_REPRESENTATION;
    return WrapperException.of(state, lower(message));
  }

  private static WrapperException invalidInput(String message) {
    if (message.startsWith(OWN_MARK)) {
      return own(message.substring(OWN_MARK.length()));
    }
    if (message.startsWith("Division by zero")) {
      return WrapperException.of("22012", "division by zero");
    }
    if (message.startsWith("Error when sniffing file ")) {
      String file = message.substring(message.indexOf('"'), message.lastIndexOf('"') + 1);
      return WrapperException.of(
              SqlState.DATA_CORRUPTED, "could not find out how CSV file " + file + " is written")
          .withHint("Check the file, or set the options delimiter, quote, escape and header.");
    }
    if (message.startsWith("Could not parse DATEFORMAT: ")
        || message.startsWith("Could not parse TIMESTAMPFORMAT: ")) {
      boolean date = message.startsWith("Could not parse DATEFORMAT");
      String format = message.substring(message.lastIndexOf(':') + 1).trim();
      return WrapperException.of(
              SqlState.FDW_INVALID_ATTRIBUTE_VALUE,
              "invalid value for option \""
                  + (date ? "date_format" : "timestamp_format")
                  + "\": \""
                  + format
                  + "\"")
          .withHint("Write it in the letters of strptime, such as %d.%m.%Y.");
    }
    return WrapperException.of(SqlState.DATA_CORRUPTED, lower(message));
  }

  /** An error raised by our macros: a SQLSTATE and its message, or what DuckDB cannot compute. */
  private static WrapperException own(String text) {
    boolean hasState =
        text.length() > 6 && text.charAt(5) == ' ' && Character.isDigit(text.charAt(0));
    return hasState
        ? WrapperException.of(text.substring(0, 5), text.substring(6))
        : WrapperException.unsupported("DuckDB has no exact result: " + text);
  }

  /** The rest of a text repeats the query, or advises options of DuckDB that are not ours. */
  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).trim();
  }

  private static String sentence(String message) {
    return message.endsWith(".") ? message : message + ".";
  }

  static String lower(String message) {
    if (message.length() > 1
        && Character.isUpperCase(message.charAt(0))
        && Character.isLowerCase(message.charAt(1))) {
      return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
    return message;
  }
}
