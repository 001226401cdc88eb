// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.ResultColumn;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.type.ColumnNames;
import io.icebridge.lake.type.DuckDBType;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON: objects one after the other, on lines or in an array. Keys an object lacks are NULL.
 *
 * <p>Scalars are read as text and cast afterwards, because DuckDB's own conversion rounds {@code
 * 1.5} to an integer.
 */
final class JsonReader implements FormatReader {

  private static final long SAMPLED_WHOLLY = 4 << 20;

  /** DuckDB's own default. */
  private static final long SAMPLED_ROWS = 20_480;

  private final Engine engine;
  private final TableOptions options;
  private List<DataFile> describedFiles;
  private List<ResultColumn> described;

  JsonReader(Engine engine, TableOptions options) {
    this.engine = engine;
    this.options = options;
  }

  @Override
  public String countFrom(List<DataFile> files) {
    return null;
  }

  private String arguments(List<DataFile> files, boolean namedFiles) {
    StringBuilder sql = new StringBuilder(Sql.literals(FileGroup.paths(files)));
    sql.append(", format = 'auto', records = 'true'");
    if (options.compression() != null) {
      sql.append(", compression = ").append(Sql.literal(options.compression()));
    }
    HivePartitions.appendOptions(sql, options, files);
    FileNames.appendOption(sql, namedFiles);
    return sql.toString();
  }

  private List<ResultColumn> describe(List<DataFile> files) {
    if (describedFiles == null || !DataFile.same(files, describedFiles)) {
      StringBuilder sql = new StringBuilder("SELECT * FROM read_json(");
      sql.append(Sql.literals(FileGroup.paths(files)));
      sql.append(", format = 'auto', records = 'true', hive_partitioning = false");
      if (options.compression() != null) {
        sql.append(", compression = ").append(Sql.literal(options.compression()));
      }
      if (options.sampleRows() != 0) {
        sql.append(", sample_size = ").append(options.sampleRows());
      } else if (Sampling.totalBytes(files) <= SAMPLED_WHOLLY) {
        sql.append(", sample_size = -1");
      }
      described = engine.describe(sql.append(')').toString());
      refuseKeysAlike(files);
      describedFiles = files;
    }
    return described;
  }

  /**
   * DuckDB calls the second of two keys that differ only in case {@code ID_1} and then finds no
   * value under that name, so such files would seem to have NULLs.
   */
  private void refuseKeysAlike(List<DataFile> files) {
    for (ResultColumn column : described) {
      int end = column.name().lastIndexOf('_');
      if (end < 0 || !column.name().substring(end + 1).matches("[0-9]+")) {
        continue;
      }
      String stem = column.name().substring(0, end);
      for (ResultColumn other : described) {
        if (other.name().equalsIgnoreCase(stem)
            && !other.name().equals(stem)
            && !has(files, column.name())) {
          throw WrapperException.unsupported(
                  "JSON keys that differ only in case cannot be read: \""
                      + other.name()
                      + "\" and \""
                      + stem
                      + "\"")
              .withHint("Give one of them another name in the files.");
        }
      }
    }
  }

  /** Whether an object has this key. */
  private boolean has(List<DataFile> files, String key) {
    StringBuilder sql = new StringBuilder("SELECT 1 FROM read_json_objects(");
    sql.append(Sql.literals(FileGroup.paths(files))).append(", format = 'auto'");
    if (options.compression() != null) {
      sql.append(", compression = ").append(Sql.literal(options.compression()));
    }
    sql.append(") WHERE list_contains(json_keys(json), ").append(Sql.literal(key));
    return !engine.rows(sql.append(") LIMIT 1").toString()).isEmpty();
  }

  @Override
  public List<FileGroup> groups(List<DataFile> all) {
    if (Sampling.totalBytes(all) == 0) {
      return List.of();
    }
    List<DataFile> files = DataFile.withContent(all);
    StringBuilder types = new StringBuilder();
    List<SourceColumn> columns = new ArrayList<>();
    for (SourceColumn column : described(files)) {
      DuckDBType type = textual(column.type());
      columns.add(new SourceColumn(column.name(), column.sql(), type));
      types.append(types.length() == 0 ? "" : ", ");
      types.append(column.sql()).append(": ").append(Sql.literal(type.text()));
    }
    HivePartitions.addColumns(options, files, columns);
    boolean named = FileNames.areHidden(columns);
    String from = "read_json(" + arguments(files, named) + ", columns = {" + types + "})";
    return List.of(
        new FileGroup(files, columns, from, null, false, FileNames.sql(named), null, null));
  }

  private List<SourceColumn> described(List<DataFile> files) {
    List<SourceColumn> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (ResultColumn column : describe(files)) {
      String name = ColumnNames.unique(column.name(), names);
      names.add(name);
      columns.add(new SourceColumn(name, Sql.name(column.name()), DuckDBType.parse(column.type())));
    }
    return columns;
  }

  /** The same shape with text for every scalar. */
  private static DuckDBType textual(DuckDBType type) {
    if (type.is("JSON")) {
      return type;
    }
    if (type.children().isEmpty()) {
      return DuckDBType.VARCHAR;
    }
    List<DuckDBType> children = new ArrayList<>();
    for (DuckDBType.Field field : type.children()) {
      children.add(textual(field.type()));
    }
    return withChildren(type, children);
  }

  /** The same shape with {@code BIGINT} for every {@code HUGEINT}. */
  private static DuckDBType narrowed(DuckDBType type) {
    if (type.is("HUGEINT")) {
      return DuckDBType.BIGINT;
    }
    if (type.children().isEmpty()) {
      return type;
    }
    List<DuckDBType> children = new ArrayList<>();
    for (DuckDBType.Field field : type.children()) {
      children.add(narrowed(field.type()));
    }
    return withChildren(type, children);
  }

  private static DuckDBType withChildren(DuckDBType type, List<DuckDBType> children) {
    switch (type.name()) {
      case "LIST":
      case "ARRAY":
        return DuckDBType.parse(children.get(0).text() + "[]");
      case "MAP":
        return DuckDBType.parse("MAP(VARCHAR, " + children.get(1).text() + ")");
      default:
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < children.size(); i++) {
          text.append(i == 0 ? "STRUCT(" : ", ");
          text.append(Sql.name(type.children().get(i).name())).append(' ');
          text.append(children.get(i).text());
        }
        return DuckDBType.parse(text.append(')').toString());
    }
  }

  /**
   * DuckDB finds {@code HUGEINT} where some whole numbers have a sign and others have none, however
   * small they are. Those that fit are {@code BIGINT}.
   */
  private List<SourceColumn> narrowed(List<DataFile> files, List<SourceColumn> columns) {
    StringBuilder sql = new StringBuilder();
    List<SourceColumn> result = new ArrayList<>(columns);
    List<Integer> candidates = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      SourceColumn column = columns.get(i);
      DuckDBType narrow = narrowed(column.type());
      if (!narrow.text().equals(column.type().text())) {
        // A value that does not fit becomes NULL, and so is not what it was.
        sql.append(candidates.isEmpty() ? "SELECT " : ", ").append("bool_and(TRY_CAST(TRY_CAST(");
        sql.append(column.sql()).append(" AS ").append(narrow.text()).append(") AS ");
        sql.append(textual(column.type()).text()).append(") IS NOT DISTINCT FROM ");
        sql.append(column.sql()).append(')');
        candidates.add(i);
        result.set(i, new SourceColumn(column.name(), column.sql(), narrow));
      }
    }
    if (candidates.isEmpty()) {
      return columns;
    }
    sql.append(" FROM (FROM ").append(groups(files).get(0).from());
    if (options.sampleRows() > 0 || Sampling.totalBytes(files) > SAMPLED_WHOLLY) {
      sql.append(" LIMIT ").append(options.sampleRows() > 0 ? options.sampleRows() : SAMPLED_ROWS);
    }
    String[] fits = engine.rows(sql.append(')').toString()).get(0);
    for (int i = 0; i < fits.length; i++) {
      if (!"true".equals(fits[i])) {
        result.set(candidates.get(i), columns.get(candidates.get(i)));
      }
    }
    return result;
  }

  @Override
  public List<SourceColumn> infer(List<DataFile> all) {
    List<DataFile> files = DataFile.withContent(all);
    List<SourceColumn> columns = new ArrayList<>(narrowed(files, described(files)));
    HivePartitions.addColumns(options, files, columns);
    return columns;
  }

  @Override
  public double estimateRows(List<DataFile> files) {
    return new TextRows(true, options.compression()).estimate(files);
  }
}
