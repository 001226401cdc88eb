// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.Sql;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.ResultColumn;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.type.ColumnNames;
import io.icebridge.lake.type.DuckDBType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parquet: every file says what it holds, and files may differ. */
final class ParquetReader implements FormatReader {

  private static final int FOOTERS_AT_ONCE = 500;
  private static final int FOOTERS_SAMPLED = 64;

  /** A guess for files whose footer cannot be read; the scan will say why. */
  private static final int UNKNOWN_ROW_BYTES = 50;

  private static final Alike.Signature<List<ResultColumn>> SIGNATURE =
      new Alike.Signature<>() {
        @Override
        public String of(List<ResultColumn> schema) {
          StringBuilder text = new StringBuilder();
          for (ResultColumn column : schema) {
            text.append(column.name()).append('\0').append(column.type()).append('\0');
          }
          return text.toString();
        }
      };

  private final Engine engine;
  private final TableOptions options;
  private final FileMemory<List<ResultColumn>> schemas = new FileMemory<>();
  private final FileMemory<Long> rowCounts = new FileMemory<>();

  ParquetReader(Engine engine, TableOptions options) {
    this.engine = engine;
    this.options = options;
  }

  @Override
  public String countFrom(List<DataFile> files) {
    return from(files, false);
  }

  private String from(List<DataFile> files, boolean namedFiles) {
    StringBuilder sql = new StringBuilder("read_parquet(");
    sql.append(Sql.literals(FileGroup.paths(files)));
    HivePartitions.appendOptions(sql, options, files);
    FileNames.appendOption(sql, namedFiles);
    return sql.append(')').toString();
  }

  @Override
  public List<FileGroup> groups(List<DataFile> files) {
    learnSchemas(files);
    List<List<DataFile>> alike = Alike.files(files, schemas, SIGNATURE, options);
    List<FileGroup> groups = new ArrayList<>(alike.size());
    for (List<DataFile> members : alike) {
      List<SourceColumn> columns = columns(schemas.get(members.get(0)));
      HivePartitions.addColumns(options, members, columns);
      boolean named = FileNames.areHidden(columns);
      groups.add(
          new FileGroup(
              members,
              columns,
              from(members, named),
              null,
              false,
              FileNames.sql(named),
              null,
              null));
    }
    return groups;
  }

  private static List<SourceColumn> columns(List<ResultColumn> schema) {
    List<SourceColumn> columns = new ArrayList<>(schema.size() + 1);
    List<String> names = new ArrayList<>(schema.size());
    for (ResultColumn column : schema) {
      String name = ColumnNames.unique(column.name(), names);
      names.add(name);
      columns.add(new SourceColumn(name, Sql.name(column.name()), DuckDBType.parse(column.type())));
    }
    return columns;
  }

  private void learnSchemas(List<DataFile> files) {
    schemas.makeRoom(files.size());
    List<DataFile> unknown = new ArrayList<>();
    for (DataFile file : files) {
      if (schemas.get(file) == null) {
        unknown.add(file);
      }
    }
    if (unknown.size() == 1) {
      // Planning a query is quicker than running one.
      DataFile file = unknown.get(0);
      schemas.put(
          file,
          engine.describe(
              "SELECT * FROM read_parquet("
                  + Sql.literals(FileGroup.paths(unknown))
                  + ", hive_partitioning = false)"));
      return;
    }
    for (int start = 0; start < unknown.size(); start += FOOTERS_AT_ONCE) {
      readSchemas(unknown.subList(start, Math.min(start + FOOTERS_AT_ONCE, unknown.size())));
    }
  }

  private void readSchemas(List<DataFile> files) {
    List<String[]> rows =
        engine.rows(
            "SELECT file_name, name, duckdb_type, coalesce(num_children, 0) FROM parquet_schema("
                + Sql.literals(FileGroup.paths(files))
                + ") ORDER BY file_name, column_id");
    Map<String, List<ResultColumn>> found = new LinkedHashMap<>();
    String current = null;
    // Rows are a file's schema tree in pre-order; the children of its root are its columns.
    int below = 0;
    for (String[] row : rows) {
      int children = Integer.parseInt(row[3]);
      if (!row[0].equals(current)) {
        current = row[0];
        found.put(current, new ArrayList<>(children));
        below = 0;
        continue;
      }
      if (below == 0) {
        found.get(current).add(new ResultColumn(row[1], row[2]));
      } else {
        below--;
      }
      below += children;
    }
    for (DataFile file : files) {
      schemas.put(file, found.get(file.path()));
    }
  }

  @Override
  public List<SourceColumn> infer(List<DataFile> files) {
    List<FileGroup> groups = groups(files);
    List<SourceColumn> columns = new ArrayList<>();
    for (SourceColumn column : groups.get(0).columns()) {
      DuckDBType type = column.type();
      for (FileGroup group : groups) {
        for (SourceColumn other : group.columns()) {
          if (other.name().equals(column.name())) {
            type = CommonType.of(type, other.type());
          }
        }
      }
      columns.add(new SourceColumn(column.name(), column.sql(), type));
    }
    return columns;
  }

  @Override
  public double estimateRows(List<DataFile> files) {
    List<DataFile> sample = Sampling.evenly(files, FOOTERS_SAMPLED);
    double rows = 0;
    double sampledBytes = 0;
    for (DataFile file : sample) {
      rows += rowCount(file);
      sampledBytes += file.size();
    }
    return sample.size() == files.size()
        ? rows
        : rows * Sampling.totalBytes(files) / Math.max(1, sampledBytes);
  }

  private long rowCount(DataFile file) {
    Long known = rowCounts.get(file);
    if (known == null) {
      long rows = ParquetFooter.rowCount(file.path());
      known = rows >= 0 ? rows : file.size() / UNKNOWN_ROW_BYTES;
      rowCounts.put(file, known);
    }
    return known;
  }
}
