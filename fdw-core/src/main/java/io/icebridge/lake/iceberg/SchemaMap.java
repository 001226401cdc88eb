// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.Sql;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The option {@code schema} of DuckDB's {@code read_parquet}: columns found by field id, at every
 * depth, whatever the file calls them, in the type the table has now; what a file lacks is the
 * column's initial default.
 */
final class SchemaMap {

  private SchemaMap() {}

  /**
   * The option's value.
   *
   * @param columns at least one
   */
  static String sql(List<ScanColumn> columns) {
    List<String> entries = new ArrayList<>(columns.size());
    for (ScanColumn column : columns) {
      entries.add(entry(column.field(), column.readName()));
    }
    return "MAP {" + String.join(", ", entries) + "}";
  }

  private static String entry(Types.NestedField field, String name) {
    StringBuilder sql = new StringBuilder();
    sql.append(field.fieldId()).append(": {name: ").append(Sql.literal(name));
    sql.append(", type: ").append(Sql.literal(TypeMapping.duckDB(name, field.type())));
    sql.append(", default_value: ");
    sql.append(
        field.type().isPrimitiveType()
            ? ConstantSql.literal(field.type(), field.initialDefault())
            : "NULL");
    if (field.type().isNestedType()) {
      sql.append(", children: ").append(children(field.type()));
    }
    return sql.append('}').toString();
  }

  private static String children(Type type) {
    List<String> entries = new ArrayList<>();
    for (Types.NestedField child : type.asNestedType().fields()) {
      entries.add(entry(child, child.name()));
    }
    return "MAP {" + String.join(", ", entries) + "}";
  }
}
