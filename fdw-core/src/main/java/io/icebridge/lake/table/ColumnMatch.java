// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.format.FileGroup;
import io.icebridge.lake.format.LakeOptions;
import io.icebridge.lake.format.SourceColumn;
import io.icebridge.lake.type.DuckDBType;
import io.icebridge.lake.type.Place;
import io.icebridge.lake.type.ValueCast;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the columns of a table in its files, by name (as written, or else without regard to case),
 * or by position where the files have no names.
 */
public final class ColumnMatch {

  private final List<ColumnDefinition> tableColumns;
  private final String fileNameColumn;
  private final String missingHint;

  /**
   * Finds these columns.
   *
   * @param fileNameColumn the name of the column with the file a row is from; null without one
   * @param missingHint what to say where files lack a column; null to say nothing
   */
  public ColumnMatch(
      List<ColumnDefinition> tableColumns, String fileNameColumn, String missingHint) {
    this.tableColumns = tableColumns;
    this.fileNameColumn = fileNameColumn;
    this.missingHint = missingHint;
  }

  /** The DuckDB expression for a column's value in a group of files. */
  String expression(ColumnDefinition column, FileGroup group) {
    SourceColumn source = source(column, group);
    String sql =
        new ValueCast(
                new Place(column.name(), group.fileName()),
                group.dateFormat(),
                group.timestampFormat())
            .expression(source.sql(), source.type(), column.type());
    if (sql == null) {
      throw WrapperException.of(
              SqlState.DATATYPE_MISMATCH,
              "column \""
                  + column.name()
                  + "\" of type "
                  + column.type().display()
                  + " cannot be read from type "
                  + source.type().text()
                  + " in file \""
                  + group.files().get(0).path()
                  + "\"")
          .withHint("Declare the column with a type that holds the file's values.");
    }
    return sql;
  }

  private SourceColumn source(ColumnDefinition column, FileGroup group) {
    if (isFilename(column)) {
      return new SourceColumn(column.name(), group.fileName(), DuckDBType.VARCHAR);
    }
    SourceColumn source = group.byPosition() ? byPosition(column, group) : byName(column, group);
    if (source == null) {
      throw missing(column, group);
    }
    return source;
  }

  private boolean isFilename(ColumnDefinition column) {
    return nameInFiles(column).equals(fileNameColumn);
  }

  private static String nameInFiles(ColumnDefinition column) {
    return column.options().getOrDefault(LakeOptions.COLUMN_NAME, column.name());
  }

  private static SourceColumn byName(ColumnDefinition column, FileGroup group) {
    SourceColumn found = null;
    boolean ambiguous = false;
    String name = nameInFiles(column);
    for (SourceColumn source : group.columns()) {
      if (source.name().equals(name)) {
        return source;
      }
      if (source.name().equalsIgnoreCase(name)) {
        ambiguous = found != null;
        found = source;
      }
    }
    return ambiguous ? null : found;
  }

  private SourceColumn byPosition(ColumnDefinition column, FileGroup group) {
    int position = 0;
    for (ColumnDefinition other : tableColumns) {
      if (other.number() == column.number()) {
        break;
      }
      if (!isFilename(other)) {
        position++;
      }
    }
    return position < group.columns().size() ? group.columns().get(position) : null;
  }

  private WrapperException missing(ColumnDefinition column, FileGroup group) {
    List<String> names = new ArrayList<>();
    for (SourceColumn source : group.columns()) {
      names.add(source.name());
    }
    WrapperException error =
        WrapperException.of(
            SqlState.UNDEFINED_COLUMN,
            "column \""
                + nameInFiles(column)
                + "\" of type "
                + column.type().display()
                + " does not exist in file \""
                + group.files().get(0).path()
                + "\"");
    if (missingHint != null) {
      error = error.withHint(missingHint);
    }
    return group.byPosition()
        ? error.withDetail("The file has no header and " + names.size() + " columns.")
        : error.withDetail("The file has the columns " + String.join(", ", names) + ".");
  }
}
