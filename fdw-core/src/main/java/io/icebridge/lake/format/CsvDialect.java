// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.Sql;
import io.icebridge.lake.storage.DataFile;
import java.util.List;

/**
 * How a CSV file is written. Characters that are not used are empty.
 *
 * @param skipped lines before the header or the first row
 * @param dateFormat null for ISO dates
 * @param timestampFormat null for ISO timestamps
 */
record CsvDialect(
    String delimiter,
    String quote,
    String escape,
    String comment,
    long skipped,
    boolean header,
    String dateFormat,
    String timestampFormat,
    List<Column> columns) {

  /** A column and the type its values seem to have. */
  record Column(String name, String type) {}

  CsvDialect {
    columns = List.copyOf(columns);
  }

  /** A text that is the same for files that can be read together, whatever types they have. */
  String signature() {
    StringBuilder text = new StringBuilder();
    String[] parts = {delimiter, quote, escape, comment, dateFormat, timestampFormat};
    for (String part : parts) {
      text.append(part).append('\0');
    }
    text.append(skipped).append(header);
    for (Column column : columns) {
      text.append('\0').append(column.name());
    }
    return text.toString();
  }

  /** The call that reads files written this way, every column as text. */
  String from(List<DataFile> files, TableOptions options, boolean namedFiles) {
    StringBuilder sql = new StringBuilder("read_csv(");
    sql.append(Sql.literals(FileGroup.paths(files)));
    sql.append(", auto_detect = false");
    append(sql, "delim", delimiter);
    append(sql, "quote", quote);
    append(sql, "escape", escape.isEmpty() ? quote : escape);
    append(sql, "comment", comment.isEmpty() ? null : comment);
    sql.append(", skip = ").append(skipped);
    sql.append(", header = ").append(header);
    append(sql, "nullstr", options.csv().nullText() == null ? "" : options.csv().nullText());
    sql.append(", allow_quoted_nulls = false");
    append(sql, "encoding", options.csv().encoding());
    append(sql, "compression", options.compression());
    HivePartitions.appendOptions(sql, options, files);
    FileNames.appendOption(sql, namedFiles);
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? ", columns = {" : ", ");
      sql.append(Sql.name(columns.get(i).name())).append(": 'VARCHAR'");
    }
    return sql.append("})").toString();
  }

  /** What the table's options already say, for finding out the rest. */
  static void appendGiven(StringBuilder sql, TableOptions options, String delimiter) {
    TableOptions.Csv given = options.csv();
    append(sql, "delim", delimiter);
    append(sql, "quote", given.quote());
    append(sql, "escape", given.escape());
    append(sql, "comment", given.comment() == null ? "" : given.comment());
    append(sql, "nullstr", given.nullText());
    append(sql, "encoding", given.encoding());
    append(sql, "compression", options.compression());
    append(sql, "dateformat", given.dateFormat());
    append(sql, "timestampformat", given.timestampFormat());
    if (given.header() != null) {
      sql.append(", header = ").append(given.header());
    }
    sql.append(", skip = ").append(given.skip() == null ? 0 : given.skip());
  }

  private static void append(StringBuilder sql, String name, String value) {
    if (value != null) {
      sql.append(", ").append(name).append(" = ").append(Sql.literal(value));
    }
  }
}
