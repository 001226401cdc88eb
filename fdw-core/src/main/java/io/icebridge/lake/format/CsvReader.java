// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.type.ColumnNames;
import io.icebridge.lake.type.DuckDBType;
import java.util.ArrayList;
import java.util.List;

/**
 * CSV: what the options leave open is found out for each file once, and then stated, so that a scan
 * reads a file as it was understood when its columns were found. Lines are only left out where the
 * options say so: DuckDB by itself would take lines it cannot explain for comments or titles. All
 * columns are read as text and cast afterwards, because DuckDB's own conversion takes more than
 * PostgreSQL's.
 */
final class CsvReader implements FormatReader {

  private static final String EMPTY = "(empty)";
  private static final String SNIFF =
      "SELECT Delimiter, Quote, Escape, Comment, SkipRows, HasHeader, DateFormat, TimestampFormat,"
          + " c.name, c.type FROM (SELECT *, unnest(Columns) AS c FROM sniff_csv(";

  private static final Alike.Signature<CsvDialect> SIGNATURE =
      new Alike.Signature<>() {
        @Override
        public String of(CsvDialect dialect) {
          return dialect.signature();
        }
      };

  private final Engine engine;
  private final TableOptions options;
  private final FileMemory<CsvDialect> dialects = new FileMemory<>();

  CsvReader(Engine engine, TableOptions options) {
    this.engine = engine;
    this.options = options;
  }

  @Override
  public String countFrom(List<DataFile> files) {
    return null;
  }

  @Override
  public List<FileGroup> groups(List<DataFile> files) {
    dialects.makeRoom(files.size());
    List<DataFile> filled = new ArrayList<>(files.size());
    for (DataFile file : files) {
      if (file.size() > 0) {
        dialect(file);
        filled.add(file);
      }
    }
    List<List<DataFile>> alike = Alike.files(filled, dialects, SIGNATURE, options);
    List<FileGroup> groups = new ArrayList<>(alike.size());
    for (List<DataFile> members : alike) {
      groups.add(group(dialect(members.get(0)), members));
    }
    return groups;
  }

  private FileGroup group(CsvDialect dialect, List<DataFile> files) {
    List<SourceColumn> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (CsvDialect.Column column : dialect.columns()) {
      String name = ColumnNames.unique(column.name(), names);
      names.add(name);
      columns.add(new SourceColumn(name, Sql.name(column.name()), DuckDBType.VARCHAR));
    }
    HivePartitions.addColumns(options, files, columns);
    boolean named = FileNames.areHidden(columns);
    return new FileGroup(
        files,
        columns,
        dialect.from(files, options, named),
        null,
        !dialect.header(),
        FileNames.sql(named),
        dialect.dateFormat(),
        dialect.timestampFormat());
  }

  private CsvDialect dialect(DataFile file) {
    CsvDialect dialect = dialects.get(file);
    if (dialect == null) {
      dialect = sniff(file);
      dialects.put(file, dialect);
    }
    return dialect;
  }

  private CsvDialect sniff(DataFile file) {
    List<String[]> rows = sniff(file, options.csv().delimiter());
    String suspect = rows.size() == 1 ? delimiterWithin(rows.get(0)[8]) : null;
    if (suspect != null && options.csv().delimiter() == null) {
      // A line with too many values makes DuckDB think that there is but one column.
      rows = sniff(file, suspect);
    }
    String[] first = rows.get(0);
    List<CsvDialect.Column> columns = new ArrayList<>(rows.size());
    TableOptions.Csv given = options.csv();
    String dateFormat = given.dateFormat() != null ? given.dateFormat() : first[6];
    String timestampFormat = given.timestampFormat() != null ? given.timestampFormat() : first[7];
    boolean ambiguous = given.dateFormat() == null && !startsWithYear(dateFormat);
    boolean ambiguousTime = given.timestampFormat() == null && !startsWithYear(timestampFormat);
    for (String[] row : rows) {
      boolean text =
          ambiguous && row[9].equals("DATE") || ambiguousTime && row[9].startsWith("TIMESTAMP");
      columns.add(new CsvDialect.Column(row[8], text ? "VARCHAR" : row[9]));
    }
    String quote = given.quote() != null ? given.quote() : text(first[1], "\"");
    return new CsvDialect(
        given.delimiter() != null ? given.delimiter() : text(first[0], ","),
        quote,
        given.escape() != null ? given.escape() : text(first[2], quote),
        given.comment() != null ? given.comment() : "",
        given.skip() != null ? given.skip() : 0,
        given.header() != null ? given.header() : Boolean.parseBoolean(first[5]),
        ambiguous ? null : nonStandard(dateFormat, "%Y-%m-%d"),
        ambiguousTime ? null : nonStandard(timestampFormat, "%Y-%m-%d %H:%M:%S"),
        columns);
  }

  private List<String[]> sniff(DataFile file, String delimiter) {
    StringBuilder sql = new StringBuilder(SNIFF).append(Sql.literal(file.path()));
    CsvDialect.appendGiven(sql, options, delimiter);
    if (options.sampleRows() != 0) {
      sql.append(", sample_size = ").append(options.sampleRows());
    }
    List<String[]> rows;
    try {
      rows = engine.rows(sql.append("))").toString());
    } catch (WrapperException failure) {
      if (failure.sqlState().equals(SqlState.DATA_CORRUPTED)) {
        new CsvDiagnosis(engine, options).explain(file, delimiter);
      }
      throw failure;
    }
    if (rows.isEmpty()) {
      throw WrapperException.of(
          SqlState.FDW_INCONSISTENT_DESCRIPTOR_INFORMATION,
          "CSV file \"" + file.path() + "\" has no columns");
    }
    return rows;
  }

  private static String delimiterWithin(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (",;\t|".indexOf(name.charAt(i)) >= 0) {
        return name.substring(i, i + 1);
      }
    }
    return null;
  }

  private static String text(String sniffed, String missing) {
    return sniffed == null || sniffed.isEmpty() || sniffed.equals(EMPTY) ? missing : sniffed;
  }

  /**
   * Whether a format that DuckDB found fitting leaves no doubt. Of others it takes the first that
   * fits, which makes the first of February of 01/02/2020.
   */
  private static boolean startsWithYear(String format) {
    return format == null
        || format.isEmpty()
        || format.startsWith("%Y") && format.indexOf("%m") < format.indexOf("%d");
  }

  private static String nonStandard(String format, String standard) {
    return format == null || format.isEmpty() || format.startsWith(standard) ? null : format;
  }

  @Override
  public List<SourceColumn> infer(List<DataFile> files) {
    List<SourceColumn> columns = new ArrayList<>();
    List<DataFile> filled = DataFile.withContent(files);
    for (SourceColumn column : groups(filled.subList(0, 1)).get(0).columns()) {
      DuckDBType type = null;
      for (DataFile file : filled) {
        for (CsvDialect.Column other : dialect(file).columns()) {
          if (Sql.name(other.name()).equals(column.sql())) {
            DuckDBType found = DuckDBType.parse(other.type());
            type = type == null ? found : CommonType.of(type, found);
          }
        }
      }
      columns.add(
          new SourceColumn(column.name(), column.sql(), type == null ? column.type() : type));
    }
    return columns;
  }

  @Override
  public double estimateRows(List<DataFile> files) {
    double lines = new TextRows(false, options.compression()).estimate(files);
    boolean header = options.csv().header() == null || options.csv().header();
    return header ? Math.max(0, lines - files.size()) : lines;
  }
}
