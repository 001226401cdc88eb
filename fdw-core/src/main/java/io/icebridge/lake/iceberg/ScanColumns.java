// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.type.ColumnNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Types;

/** The columns of a scan, found in the table's schema. */
final class ScanColumns {

  /** The number PostgreSQL gives to the column {@code ctid}. */
  private static final int ROW_ID = -1;

  private final TableMetadata metadata;
  private final Map<Integer, ScanColumn> byId = new LinkedHashMap<>();
  private final Set<String> readNames = new HashSet<>();
  private final List<ScanColumn> read = new ArrayList<>();
  private ColumnDefinition rowId;

  /**
   * Finds columns.
   *
   * @param schema the columns the statement sees
   * @param needed as PostgreSQL has them
   */
  ScanColumns(TableMetadata metadata, Schema schema, List<ColumnDefinition> needed) {
    this.metadata = metadata;
    for (ColumnDefinition column : needed) {
      if (column.number() == ROW_ID) {
        rowId = column;
      } else {
        read.add(add(column, field(schema, column)));
      }
    }
  }

  /**
   * The field for a column: of that name, or of the name that was shortened to it, or else the only
   * one whose name differs in case.
   */
  static Types.NestedField field(Schema schema, ColumnDefinition column) {
    Types.NestedField found = schema.asStruct().field(column.name());
    if (found != null) {
      return found;
    }
    List<String> names = new ArrayList<>();
    boolean ambiguous = false;
    for (Types.NestedField field : schema.columns()) {
      String name = ColumnNames.unique(field.name(), names);
      names.add(name);
      if (name.equals(column.name())) {
        return field;
      }
      if (name.equalsIgnoreCase(column.name())) {
        ambiguous = found != null;
        found = field;
      }
    }
    if (found == null || ambiguous) {
      throw missing(schema, column);
    }
    return found;
  }

  private static WrapperException missing(Schema schema, ColumnDefinition column) {
    List<String> names = new ArrayList<>();
    for (Types.NestedField field : schema.columns()) {
      names.add(field.name());
    }
    return WrapperException.of(
            SqlState.UNDEFINED_COLUMN,
            "column \"" + column.name() + "\" does not exist in the Iceberg table")
        .withDetail("The table has the columns " + String.join(", ", names) + ".");
  }

  private ScanColumn add(ColumnDefinition definition, Types.NestedField field) {
    String name = field.name();
    if (ScanColumn.hidesVirtual(name) || !readNames.add(name.toLowerCase(Locale.ROOT))) {
      name += " " + field.fieldId();
      readNames.add(name.toLowerCase(Locale.ROOT));
    }
    ScanColumn column = new ScanColumn(definition, field, name);
    byId.put(field.fieldId(), column);
    return column;
  }

  /** Those whose values are wanted. */
  List<ScanColumn> read() {
    return read;
  }

  /** The column for row ids; null where they are not wanted. */
  ColumnDefinition rowId() {
    return rowId;
  }

  /** Columns with these ids, which delete files name; they may be dropped ones. */
  List<ScanColumn> withIds(List<Integer> ids) {
    List<ScanColumn> columns = new ArrayList<>(ids.size());
    for (Integer id : ids) {
      ScanColumn known = byId.get(id);
      columns.add(known == null ? add(null, field(id)) : known);
    }
    return columns;
  }

  private Types.NestedField field(int id) {
    Types.NestedField field = metadata.schema().findField(id);
    for (int i = metadata.schemas().size() - 1; field == null && i >= 0; i--) {
      field = metadata.schemas().get(i).findField(id);
    }
    if (field == null) {
      throw WrapperException.of(
          SqlState.DATA_CORRUPTED,
          "a delete file of the Iceberg table names a column with id "
              + id
              + ", which no schema has");
    }
    return field;
  }
}
