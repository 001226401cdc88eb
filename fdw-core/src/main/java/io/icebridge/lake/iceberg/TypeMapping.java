// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import io.icebridge.lake.type.DuckDBType;
import io.icebridge.lake.type.TypeInference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Which type of Iceberg, of DuckDB and of PostgreSQL hold the same values. The table in
 * docs/iceberg-tables.md says it for users.
 *
 * <p>From PostgreSQL to Iceberg nothing is lost: a type without a counterpart is kept as the text
 * its output function gives, from which its input function makes the same value. From Iceberg to
 * PostgreSQL only the nanoseconds of format 3's timestamps are.
 */
final class TypeMapping {

  private static final int LARGEST_PRECISION = 38;

  /** What a numeric becomes whose digits are not limited to what Iceberg's decimals hold. */
  private static final Types.DecimalType OPEN_NUMERIC = Types.DecimalType.of(LARGEST_PRECISION, 9);

  private TypeMapping() {}

  /**
   * The Iceberg type for a PostgreSQL type.
   *
   * @param fieldIds gives ids to the fields of nested types; whoever makes a schema of them assigns
   *     final ones, as Iceberg's own methods do
   * @throws WrapperException (0A000) for pseudo-types
   */
  static Type iceberg(PostgresType type, AtomicInteger fieldIds) {
    switch (type.kind()) {
      case DOMAIN:
        return iceberg(type.element(), fieldIds);
      case ARRAY:
        int element = fieldIds.incrementAndGet();
        return Types.ListType.ofOptional(element, iceberg(type.element(), fieldIds));
      case COMPOSITE:
        return struct(type, fieldIds);
      case PSEUDO:
        throw WrapperException.unsupported(
            "type " + type.display() + " cannot be the type of a column of an Iceberg table");
      default:
        return "pg_catalog".equals(type.schema()) ? builtIn(type) : Types.StringType.get();
    }
  }

  private static Type struct(PostgresType type, AtomicInteger fieldIds) {
    List<Types.NestedField> fields = new ArrayList<>(type.attributes().size());
    for (PostgresType.Attribute attribute : type.attributes()) {
      int id = fieldIds.incrementAndGet();
      fields.add(
          Types.NestedField.optional(id, attribute.name(), iceberg(attribute.type(), fieldIds)));
    }
    return Types.StructType.of(fields);
  }

  private static Type builtIn(PostgresType type) {
    return switch (type.name()) {
      case "bool" -> Types.BooleanType.get();
      case "int2", "int4" -> Types.IntegerType.get();
      case "int8" -> Types.LongType.get();
      case "float4" -> Types.FloatType.get();
      case "float8" -> Types.DoubleType.get();
      case "numeric" -> decimal(type);
      case "date" -> Types.DateType.get();
      case "time" -> Types.TimeType.get();
      case "timestamp" -> Types.TimestampType.withoutZone();
      case "timestamptz" -> Types.TimestampType.withZone();
      case "uuid" -> Types.UUIDType.get();
      case "bytea" -> Types.BinaryType.get();
      default -> Types.StringType.get();
    };
  }

  private static Types.DecimalType decimal(PostgresType type) {
    if (isOpen(type)) {
      return OPEN_NUMERIC;
    }
    int precision = type.numericPrecision();
    int scale = type.numericScale();
    // numeric(3,-2) holds 12300, numeric(3,5) holds 0.00123.
    return scale < 0
        ? Types.DecimalType.of(precision - scale, 0)
        : Types.DecimalType.of(Math.max(precision, scale), scale);
  }

  private static boolean isOpen(PostgresType numeric) {
    int precision = numeric.numericPrecision();
    int scale = numeric.numericScale();
    int digits = scale < 0 ? precision - scale : Math.max(precision, scale);
    return precision < 0 || digits > LARGEST_PRECISION;
  }

  /**
   * The type a column has to be declared with instead, because Iceberg holds fewer digits; null
   * where the declared type stays. Says nothing of numerics inside composites and domains, which
   * keep their own type; values that do not fit are refused when written.
   */
  static String narrowed(PostgresType type) {
    if (type.kind() == PostgresType.Kind.ARRAY) {
      String element = narrowed(type.element());
      return element == null ? null : element + "[]";
    }
    return type.is("numeric") && isOpen(type)
        ? "numeric(" + OPEN_NUMERIC.precision() + "," + OPEN_NUMERIC.scale() + ")"
        : null;
  }

  /**
   * The PostgreSQL type for an Iceberg type.
   *
   * @throws WrapperException (0A000) for types without one
   */
  static InferredType postgres(String column, Type type) {
    return TypeInference.infer(DuckDBType.parse(duckDB(column, type)));
  }

  /**
   * DuckDB's spelling of the type that holds an Iceberg type's values.
   *
   * @param column what an error names
   * @throws WrapperException (0A000) for types DuckDB cannot read
   */
  static String duckDB(String column, Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
      }
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMPTZ" : "TIMESTAMP";
      case TIMESTAMP_NANO ->
          ((Types.TimestampNanoType) type).shouldAdjustToUTC() ? "TIMESTAMPTZ_NS" : "TIMESTAMP_NS";
      // A column of type unknown has no values but NULL.
      case STRING, UNKNOWN -> "VARCHAR";
      case UUID -> "UUID";
      case FIXED, BINARY -> "BLOB";
      case STRUCT -> struct(column, type.asStructType());
      case LIST -> duckDB(column, type.asListType().elementType()) + "[]";
      case MAP ->
          "MAP("
              + duckDB(column, type.asMapType().keyType())
              + ", "
              + duckDB(column, type.asMapType().valueType())
              + ")";
      default -> throw unreadable(column, type);
    };
  }

  private static String struct(String column, Types.StructType type) {
    StringBuilder sql = new StringBuilder("STRUCT(");
    for (Types.NestedField field : type.fields()) {
      if (sql.charAt(sql.length() - 1) != '(') {
        sql.append(", ");
      }
      sql.append(Sql.name(field.name())).append(' ').append(duckDB(column, field.type()));
    }
    return sql.append(')').toString();
  }

  private static WrapperException unreadable(String column, Type type) {
    return WrapperException.of(
            SqlState.FEATURE_NOT_SUPPORTED,
            "column \"" + column + "\" has the Iceberg type " + type + ", which cannot be read")
        .withHint("Leave the column out: name the other columns in CREATE FOREIGN TABLE.");
  }
}
