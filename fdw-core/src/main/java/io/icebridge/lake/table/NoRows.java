// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.PostgresType.Kind;
import java.util.List;

/** A table without a file that matters, in DuckDB's SQL: columns of the right types, no rows. */
final class NoRows {

  private NoRows() {}

  static String sql(TableColumns names, List<ColumnDefinition> columns) {
    StringBuilder sql = new StringBuilder("(SELECT ");
    if (columns.isEmpty()) {
      sql.append('0');
    }
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? "" : ", ").append("CAST(NULL AS ").append(type(columns.get(i).type()));
      sql.append(") AS ").append(names.sqlName(columns.get(i)));
    }
    return sql.append(" WHERE false)").toString();
  }

  /** The type a column of this type has where there are files. */
  private static String type(PostgresType type) {
    if (type.kind() == Kind.DOMAIN) {
      return type(type.element());
    }
    if (type.kind() == Kind.ARRAY) {
      return type(type.element()) + "[]";
    }
    if (type.kind() != Kind.BASE || !"pg_catalog".equals(type.schema())) {
      return "VARCHAR";
    }
    return switch (type.name()) {
      case "bool" -> "BOOLEAN";
      case "int2" -> "SMALLINT";
      case "int4" -> "INTEGER";
      case "int8" -> "BIGINT";
      case "float4" -> "FLOAT";
      case "float8" -> "DOUBLE";
      case "numeric" -> numeric(type);
      case "bytea" -> "BLOB";
      case "date" -> "DATE";
      case "time" -> "TIME";
      case "timestamp" -> "TIMESTAMP";
      case "timestamptz" -> "TIMESTAMPTZ";
      case "interval" -> "INTERVAL";
      case "uuid" -> "UUID";
      default -> "VARCHAR";
    };
  }

  private static String numeric(PostgresType type) {
    int precision = type.numericPrecision();
    int scale = type.numericScale();
    boolean fits = precision > 0 && precision <= 38 && scale >= 0 && scale <= precision;
    return fits ? "DECIMAL(" + precision + "," + scale + ")" : "DECIMAL(38,9)";
  }
}
