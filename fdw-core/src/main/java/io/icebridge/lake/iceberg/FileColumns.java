// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The columns of a data file under a schema: their names, and DuckDB's spelling of their types and
 * field ids.
 *
 * <p>A column has its own name in the file unless only its case tells it from another one, which
 * DuckDB does not see; readers go by field id anyway.
 */
final class FileColumns {

  private final Schema schema;
  private final Map<Integer, String> names = new HashMap<>();

  FileColumns(Schema schema) {
    this.schema = schema;
    Set<String> taken = new HashSet<>();
    for (Types.NestedField column : schema.columns()) {
      String name = column.name();
      while (!taken.add(name.toLowerCase(Locale.ROOT))) {
        name += "_" + column.fieldId();
      }
      names.put(column.fieldId(), name);
      checkWritable(column, column.type());
    }
  }

  /** Types whose form in Parquet DuckDB does not write as Iceberg wants it. */
  private static void checkWritable(Types.NestedField column, Type type) {
    switch (type.typeId()) {
      case FIXED, UNKNOWN, VARIANT, GEOMETRY, GEOGRAPHY ->
          throw WrapperException.unsupported(
              "cannot write column \"" + column.name() + "\" of Iceberg type " + type);
      default -> {
        if (type.isNestedType()) {
          type.asNestedType().fields().forEach(field -> checkWritable(column, field.type()));
        }
      }
    }
  }

  Schema schema() {
    return schema;
  }

  List<Types.NestedField> columns() {
    return schema.columns();
  }

  /** The names in the file by field id. */
  Map<Integer, String> names() {
    return names;
  }

  /** Where the values of columns are among those that PostgreSQL hands over, by field id. */
  Map<Integer, Integer> places(List<ColumnDefinition> definitions) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < definitions.size(); i++) {
      places.put(ScanColumns.field(schema, definitions.get(i)).fieldId(), i);
    }
    return places;
  }

  /** An expression as a column of the file. */
  String cast(Types.NestedField column, String expression) {
    return "CAST("
        + expression
        + " AS "
        + TypeMapping.duckDB(column.name(), column.type())
        + ") AS "
        + Sql.name(names.get(column.fieldId()));
  }

  /** COPY's option FIELD_IDS. */
  String fieldIds() {
    StringBuilder sql = new StringBuilder("{");
    for (Types.NestedField column : schema.columns()) {
      append(sql, names.get(column.fieldId()), column);
    }
    return sql.append('}').toString();
  }

  private static void append(StringBuilder sql, String name, Types.NestedField field) {
    if (sql.charAt(sql.length() - 1) != '{') {
      sql.append(", ");
    }
    sql.append(Sql.name(name)).append(": ");
    if (field.type().isPrimitiveType()) {
      sql.append(field.fieldId());
      return;
    }
    sql.append("{__duckdb_field_id: ").append(field.fieldId());
    for (Types.NestedField child : field.type().asNestedType().fields()) {
      append(sql, child.name(), child);
    }
    sql.append('}');
  }
}
