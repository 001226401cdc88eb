// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.lake.format.FileGroup;
import io.icebridge.lake.format.SourceColumn;
import io.icebridge.lake.type.DuckDBType;
import io.icebridge.tx.LiveFile;
import io.icebridge.tx.RowIds;
import io.icebridge.tx.TableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** Whole rows of data files, to be written into new ones. */
final class FileRows {

  /** Columns are taken as they are in the file, so their PostgreSQL type does not matter. */
  private static final PostgresType ANY_TYPE =
      new PostgresType(
          0, "pg_catalog", "unknown", -1, "unknown", PostgresType.Kind.PSEUDO, null, List.of());

  private final TableView view;
  private final Schema schema;
  private final RowIds rowIds;
  private final NameMappedFiles nameMapped;
  private final List<byte[]> parameters;

  /**
   * Rows as one statement sees them.
   *
   * @param schema the columns that are wanted; those the files lack have their initial default;
   *     {@link Lineage#moved} for what is written into other files
   * @param nameMapped knows files without field ids
   * @param parameters takes the parameters of the queries
   */
  FileRows(
      TableView view,
      Schema schema,
      RowIds rowIds,
      NameMappedFiles nameMapped,
      List<byte[]> parameters) {
    this.view = view;
    this.schema = schema;
    this.rowIds = rowIds;
    this.nameMapped = nameMapped;
    this.parameters = parameters;
  }

  /** The name of a column in the queries. */
  static String column(Types.NestedField field) {
    return "f" + field.fieldId();
  }

  /**
   * Queries that together give the rows of files which are not deleted: columns as {@link #column}
   * names them, and {@code row_id}.
   */
  List<String> remaining(List<LiveFile> files) {
    List<String> queries = new ArrayList<>();
    for (FileGroup group : groups(files)) {
      queries.add(query(group));
    }
    return queries;
  }

  /**
   * A query for the rows of a file, deleted ones too, with their {@code position} in it. Whoever
   * joins it by just that column reads no more of the file than needed.
   */
  String positions(LiveFile file) {
    FileGroup group = groups(List.of(new LiveFile(file.file(), List.of(), null))).get(0);
    return query(
        new FileGroup(
            group.files(),
            with(group, new SourceColumn("position", "file_row_number", DuckDBType.BIGINT)),
            group.from(),
            group.alias(),
            group.byPosition(),
            group.fileName(),
            null,
            null));
  }

  private static List<SourceColumn> with(FileGroup group, SourceColumn column) {
    List<SourceColumn> columns = new ArrayList<>(group.columns());
    columns.add(column);
    return columns;
  }

  private List<FileGroup> groups(List<LiveFile> files) {
    ScanColumns columns = columns();
    BranchQuery branches =
        new BranchQuery(columns, view.metadata(), view.io(), rowIds, parameters, false, false);
    List<FileGroup> groups = new ArrayList<>();
    for (Branch branch :
        Branch.of(files, columns, view.metadata(), nameMapped.names(view.metadata(), files))) {
      groups.add(branches.group(branch));
    }
    return groups;
  }

  private ScanColumns columns() {
    List<ColumnDefinition> wanted = new ArrayList<>();
    for (Types.NestedField field : schema.columns()) {
      wanted.add(new ColumnDefinition(field.name(), wanted.size() + 1, ANY_TYPE, false, Map.of()));
    }
    wanted.add(ColumnDefinition.rowNumber());
    return new ScanColumns(view.metadata(), schema, wanted);
  }

  private String query(FileGroup group) {
    StringBuilder sql = new StringBuilder("SELECT ");
    for (int i = 0; i < group.columns().size(); i++) {
      String name =
          i < schema.columns().size()
              ? column(schema.columns().get(i))
              : i == schema.columns().size() ? "row_id" : group.columns().get(i).name();
      sql.append(i == 0 ? "" : ", ").append(group.columns().get(i).sql());
      sql.append(" AS ").append(name);
    }
    return sql.append(" FROM ").append(group.aliased()).toString();
  }
}
