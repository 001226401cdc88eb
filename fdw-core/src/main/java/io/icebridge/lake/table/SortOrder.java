// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.SortKey;

/** Which orders PostgreSQL and DuckDB share. Both put NaN last, and both put NULLs where told. */
final class SortOrder {

  private static final int LARGEST_DECIMAL = 38;

  private SortOrder() {}

  static boolean isShared(TableColumns columns, SortKey key) {
    return isShared(columns.named(key.column()).type(), key.collation());
  }

  private static boolean isShared(PostgresType type, String collation) {
    if (type.kind() == PostgresType.Kind.DOMAIN) {
      return isShared(type.element(), collation);
    }
    if (type.kind() != PostgresType.Kind.BASE || !"pg_catalog".equals(type.schema())) {
      return false;
    }
    switch (type.name()) {
      case "bool":
      case "int2":
      case "int4":
      case "int8":
      case "float4":
      case "float8":
      case "date":
      case "time":
      case "timestamp":
      case "timestamptz":
      case "bytea":
      case "uuid":
        return true;
      case "numeric":
        // Others may leave DuckDB as floats or text, which sort differently.
        return type.numericPrecision() > 0
            && type.numericPrecision() <= LARGEST_DECIMAL
            && type.numericScale() >= 0
            && type.numericScale() <= type.numericPrecision();
      case "text":
      case "varchar":
        return "C".equals(collation);
      default:
        return false;
    }
  }
}
