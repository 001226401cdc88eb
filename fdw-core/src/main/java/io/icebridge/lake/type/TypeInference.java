// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import io.icebridge.bridge.spi.InferredType;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL type that holds every value of a DuckDB type. */
public final class TypeInference {

  private TypeInference() {}

  /** The PostgreSQL type for a column of that DuckDB type. */
  public static InferredType infer(DuckDBType type) {
    switch (type.name()) {
      case "LIST":
      case "ARRAY":
        return list(type.element());
      case "STRUCT":
        return composite(type.children());
      case "MAP":
        return new InferredType.Array(composite(type.children()));
      case "DECIMAL":
        return named("numeric(" + type.precision() + "," + type.scale() + ")");
      default:
        return named(scalar(type.name()));
    }
  }

  private static InferredType list(DuckDBType element) {
    if (element.is("MAP")) {
      // PostgreSQL arrays are rectangular, and a map already is an array.
      return named("jsonb");
    }
    return new InferredType.Array(infer(element));
  }

  private static InferredType composite(List<DuckDBType.Field> children) {
    List<InferredType.Field> fields = new ArrayList<>(children.size());
    List<String> names = new ArrayList<>(children.size());
    for (DuckDBType.Field child : children) {
      String name = ColumnNames.unique(child.name(), names);
      names.add(name);
      fields.add(new InferredType.Field(name, infer(child.type())));
    }
    return new InferredType.Composite(fields);
  }

  private static InferredType named(String sql) {
    return new InferredType.Named(sql);
  }

  private static String scalar(String name) {
    switch (name) {
      case "BOOLEAN":
        return "boolean";
      case "TINYINT":
      case "SMALLINT":
      case "UTINYINT":
        return "smallint";
      case "INTEGER":
      case "USMALLINT":
        return "integer";
      case "BIGINT":
      case "UINTEGER":
        return "bigint";
      case "UBIGINT":
        return "numeric(20,0)";
      case "HUGEINT":
      case "UHUGEINT":
      case "BIGNUM":
        return "numeric";
      case "FLOAT":
        return "real";
      case "DOUBLE":
        return "double precision";
      case "BLOB":
        return "bytea";
      case "DATE":
        return "date";
      case "TIME":
      case "TIME_NS":
        return "time";
      case "TIMETZ":
        return "timetz";
      case "TIMESTAMP":
      case "TIMESTAMP_S":
      case "TIMESTAMP_MS":
      case "TIMESTAMP_NS":
        return "timestamp";
      case "TIMESTAMPTZ":
      case "TIMESTAMPTZ_NS":
        return "timestamptz";
      case "INTERVAL":
        return "interval";
      case "UUID":
        return "uuid";
      case "JSON":
      case "VARIANT":
        return "jsonb";
      case "BIT":
        return "varbit";
      default:
        // VARCHAR, ENUM, UNION, "NULL" and what later versions bring: their text loses nothing.
        return "text";
    }
  }
}
