// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What DuckDB says of files it cannot read, in PostgreSQL's words and without DuckDB's options. */
final class FileFaults {

  private static final String CSV_LINE = "CSV Error on Line: ";
  private static final String BAD_COPY_FILE_FORMAT = "22P04";
  private static final String REWRITE = "Check whether the file was written to its end.";

  private static final Pattern MALFORMED_JSON =
      Pattern.compile(
          "Malformed JSON in file \"(.*)\", at byte (\\d+) in (line|record/value) (\\d+): (.*)");
  private static final Pattern UNFIT_JSON =
      Pattern.compile("JSON transform error in file \"(.*)\", in (line|record/value) (\\d+): (.*)");
  private static final Pattern COUNTS =
      Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
  private static final Pattern NOT_PARQUET =
      Pattern.compile("No magic bytes found at end of file '(.*)'");
  private static final Pattern SMALL_PARQUET =
      Pattern.compile("File '(.*)' too small to be a Parquet file");
  private static final Pattern BAD_FOOTER = Pattern.compile("(Footer length) error in file '(.*)'");

  private FileFaults() {}

  /**
   * The error for a text about a file.
   *
   * @param text all that DuckDB said
   * @param message its first line without the kind of the error
   * @return null where the text is about something else
   */
  static WrapperException translate(String text, String message) {
    if (message.startsWith(CSV_LINE)) {
      return csv(text, message.substring(CSV_LINE.length()));
    }
    if (message.contains("JSON")) {
      return json(message);
    }
    if (message.contains("Parquet") || message.contains(" file '")) {
      return parquet(message);
    }
    return compressed(message);
  }

  /** DuckDB tells the line, its content, what is wrong, and how its own options would ignore it. */
  private static WrapperException csv(String text, String line) {
    // The content may have blank lines.
    String head = text;
    for (String mark : new String[] {"\n  file = ", "\nPossible fixes:", "\nPossible Solution:"}) {
      int end = head.lastIndexOf(mark);
      head = end < 0 ? head : head.substring(0, end);
    }
    head = head.stripTrailing();
    String reason = head.substring(head.lastIndexOf('\n') + 1).trim();
    int file = text.indexOf("\n  file = ");
    String where = "Line " + line.trim();
    where += file < 0 ? "." : " of file \"" + before(text.substring(file + 10), "\n") + "\".";
    Matcher counts = COUNTS.matcher(reason);
    if (reason.startsWith("Invalid unicode")) {
      return WrapperException.of("22021", "invalid byte sequence for encoding \"UTF8\"")
          .withDetail(where)
          .withHint("Set the option encoding if the file has another one.");
    }
    if (counts.matches()) {
      int expected = Integer.parseInt(counts.group(1));
      int found = Integer.parseInt(counts.group(2));
      return WrapperException.of(
              BAD_COPY_FILE_FORMAT,
              found < expected
                  ? "missing data in a line of CSV: "
                      + found
                      + " values for "
                      + expected
                      + " columns"
                  : "extra data after last expected column in a line of CSV: "
                      + found
                      + " values for "
                      + expected
                      + " columns")
          .withDetail(where)
          .withHint("Correct the line, or check the options delimiter, quote, escape and skip.");
    }
    if (reason.contains("unterminated quote")) {
      return WrapperException.of(BAD_COPY_FILE_FORMAT, "unterminated CSV quoted field")
          .withDetail(where)
          .withHint("Correct the line, or check the options quote and escape.");
    }
    if (reason.contains("Maximum line size") || reason.contains("maximum line size")) {
      return WrapperException.of("54000", "line of CSV is too long")
          .withDetail(where + " A line can have 2000000 bytes.")
          .withHint("A quote that is not closed makes such lines: check the option quote.");
    }
    return WrapperException.of(
            BAD_COPY_FILE_FORMAT, "malformed line of CSV: " + EngineErrors.lower(reason))
        .withDetail(where);
  }

  private static WrapperException json(String message) {
    Matcher malformed = MALFORMED_JSON.matcher(message);
    if (malformed.lookingAt()) {
      // DuckDB counts one too many here.
      long number = Math.max(1, Long.parseLong(malformed.group(4)) - 1);
      return WrapperException.of(
              SqlState.DATA_CORRUPTED, "malformed JSON: " + withoutStop(malformed.group(5)))
          .withDetail(
              "Byte "
                  + malformed.group(2)
                  + " of "
                  + place(malformed.group(3), number)
                  + " of file \""
                  + malformed.group(1)
                  + "\".");
    }
    Matcher unfit = UNFIT_JSON.matcher(message);
    if (unfit.lookingAt()) {
      long number = Long.parseLong(unfit.group(3));
      return WrapperException.of(
              SqlState.DATA_CORRUPTED,
              "JSON cannot be read as rows: " + EngineErrors.lower(withoutStop(unfit.group(4))))
          .withDetail(
              place(unfit.group(2), number).replaceFirst("^l", "L").replaceFirst("^o", "O")
                  + " of file \""
                  + unfit.group(1)
                  + "\".");
    }
    if (message.contains("expected records")) {
      return WrapperException.of(SqlState.DATA_CORRUPTED, "JSON values are no objects")
          .withHint("A row is an object: one on each line, or all in an array.");
    }
    if (message.contains("recursion depth")) {
      return WrapperException.of("54000", "JSON is nested too deeply")
          .withHint("DuckDB reads 128 levels.");
    }
    return null;
  }

  private static String place(String unit, long number) {
    return (unit.equals("line") ? "line " : "object ") + number;
  }

  private static WrapperException parquet(String message) {
    Matcher none = NOT_PARQUET.matcher(message);
    if (none.lookingAt()) {
      return notParquet(none.group(1), "It does not end with Parquet's magic bytes.");
    }
    Matcher small = SMALL_PARQUET.matcher(message);
    if (small.lookingAt()) {
      return notParquet(small.group(1), "It is too small.");
    }
    Matcher footer = BAD_FOOTER.matcher(message);
    if (footer.lookingAt()) {
      return WrapperException.of(
              SqlState.DATA_CORRUPTED, "Parquet file \"" + footer.group(2) + "\" is damaged")
          .withDetail("The length of its footer is wrong.")
          .withHint(REWRITE);
    }
    return null;
  }

  private static WrapperException notParquet(String path, String detail) {
    return WrapperException.of(
            SqlState.DATA_CORRUPTED, "file \"" + path + "\" is not a Parquet file, or cut off")
        .withDetail(detail)
        .withHint("Set the option format if it has another one.");
  }

  private static WrapperException compressed(String message) {
    String foreign = "Input is not a GZIP stream: ";
    if (message.startsWith(foreign)) {
      return WrapperException.of(
              SqlState.DATA_CORRUPTED,
              "file \"" + message.substring(foreign.length()) + "\" is not compressed by gzip")
          .withHint("Set the option compression.");
    }
    String cut = "Unexpected end of GZIP stream: ";
    if (message.startsWith(cut)) {
      return WrapperException.of(
              SqlState.DATA_CORRUPTED,
              "compressed file \"" + message.substring(cut.length()) + "\" is cut off")
          .withHint(REWRITE);
    }
    if (message.startsWith("Unknown frame descriptor")) {
      return WrapperException.of(SqlState.DATA_CORRUPTED, "file is not compressed by zstd")
          .withHint("Set the option compression.");
    }
    return null;
  }

  private static String withoutStop(String reason) {
    String trimmed = reason.trim();
    return trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
  }

  private static String before(String text, String mark) {
    int end = text.indexOf(mark);
    return end < 0 ? text : text.substring(0, end);
  }
}
