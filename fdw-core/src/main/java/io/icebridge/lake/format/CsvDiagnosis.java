// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.storage.DataFile;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks for the line that makes a CSV file hard to understand: DuckDB tells no line where it cannot
 * find out how a file is written, but does where it is told and meets a line that is not so.
 */
final class CsvDiagnosis {

  private static final String DELIMITERS = ",;\t|";

  private final Engine engine;
  private final TableOptions options;

  CsvDiagnosis(Engine engine, TableOptions options) {
    this.engine = engine;
    this.options = options;
  }

  /**
   * Reads the file as its first line suggests.
   *
   * @param delimiter null if it is not known
   * @throws WrapperException that names the first line which is otherwise; returns where there is
   *     none
   */
  void explain(DataFile file, String delimiter) {
    String line = firstLine(file);
    String separator = delimiter != null ? delimiter : suggested(line);
    if (line == null || separator == null) {
      return;
    }
    TableOptions.Csv given = options.csv();
    String quote = given.quote() != null ? given.quote() : "\"";
    StringBuilder sql = call(file, "count(c1)", separator, quote);
    sql.append(", header = ").append(given.header() == null || given.header());
    int columns = line.split(Pattern.quote(separator), -1).length;
    for (int i = 1; i <= columns; i++) {
      sql.append(i == 1 ? ", columns = {c" : ", c").append(i).append(": 'VARCHAR'");
    }
    engine.rows(sql.append("})").toString());
  }

  private String firstLine(DataFile file) {
    // A delimiter that no text has, so that the line is one value.
    StringBuilder sql = call(file, "c", "\u0001", "");
    List<String[]> rows =
        engine.rows(sql.append(", header = false, columns = {c: 'VARCHAR'}) LIMIT 1").toString());
    return rows.isEmpty() ? null : rows.get(0)[0];
  }

  private StringBuilder call(DataFile file, String output, String delimiter, String quote) {
    TableOptions.Csv given = options.csv();
    StringBuilder sql = new StringBuilder("SELECT ").append(output).append(" FROM read_csv(");
    sql.append(Sql.literal(file.path())).append(", auto_detect = false, delim = ");
    sql.append(Sql.literal(delimiter)).append(", quote = ").append(Sql.literal(quote));
    String escape = given.escape() != null ? given.escape() : quote;
    sql.append(", escape = ").append(Sql.literal(quote.isEmpty() ? "" : escape));
    sql.append(", skip = ").append(given.skip() == null ? 0 : given.skip());
    if (given.encoding() != null) {
      sql.append(", encoding = ").append(Sql.literal(given.encoding()));
    }
    if (options.compression() != null) {
      sql.append(", compression = ").append(Sql.literal(options.compression()));
    }
    if (given.comment() != null) {
      sql.append(", comment = ").append(Sql.literal(given.comment()));
    }
    return sql;
  }

  /** The character among the usual ones that a line has most of; null if it has none. */
  private static String suggested(String line) {
    String best = null;
    long most = 0;
    for (int i = 0; line != null && i < DELIMITERS.length(); i++) {
      char candidate = DELIMITERS.charAt(i);
      long count = line.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        best = String.valueOf(candidate);
      }
    }
    return best;
  }
}
