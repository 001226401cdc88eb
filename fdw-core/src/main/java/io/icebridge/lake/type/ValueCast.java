// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.lake.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * The DuckDB expression that gives a value of a file as a value of a PostgreSQL type, exactly or
 * with an error; it leaves DuckDB in an Arrow format that the native side takes for that type.
 *
 * <p>A value whose DuckDB type already is the right one is used as it is, so that DuckDB can skip
 * row groups by their statistics. Casts are those PostgreSQL makes on assignment. Text is read as
 * PostgreSQL's input functions read it: what DuckDB would accept beyond that is refused.
 */
public final class ValueCast {

  private static final int LARGEST_DECIMAL = 38;

  private final Place place;
  private final String dateFormat;
  private final String timestampFormat;
  private int variables;

  /**
   * Casts for one column.
   *
   * @param place what to name in errors
   * @param dateFormat how DuckDB's strptime reads dates in text; null for ISO dates
   * @param timestampFormat the same for timestamps
   */
  public ValueCast(Place place, String dateFormat, String timestampFormat) {
    this.place = place;
    this.dateFormat = dateFormat;
    this.timestampFormat = timestampFormat;
  }

  /** A name for the element in a lambda, used nowhere else in this column's expression. */
  String newVariable() {
    variables++;
    return "element" + variables;
  }

  /**
   * The expression.
   *
   * @param value an expression of that DuckDB type, cheap enough to be repeated
   * @return null where a value of that DuckDB type cannot become that PostgreSQL type
   */
  public String expression(String value, DuckDBType from, PostgresType to) {
    if (to.kind() == PostgresType.Kind.DOMAIN) {
      return expression(value, from, to.element());
    }
    if (from.name().equals("NULL")) {
      return value;
    }
    if (from.is("VARCHAR") && !isBuiltInScalar(to)) {
      // PostgreSQL's input function reads it.
      return value;
    }
    if (to.kind() == PostgresType.Kind.ARRAY) {
      return NestedCast.array(this, value, from, to);
    }
    if (to.kind() == PostgresType.Kind.COMPOSITE) {
      return from.is("STRUCT") ? NestedCast.composite(this, value, from, to) : null;
    }
    if (!isBuiltInScalar(to)) {
      return toText(value, from);
    }
    if (from.is("JSON") && !isTextual(to)) {
      // A key of JSON objects with values of different types: each is read as the text it is.
      return expression("json_extract_string(" + value + ", '$')", DuckDBType.VARCHAR, to);
    }
    switch (to.name()) {
      case "bool":
        return toBoolean(value, from);
      case "int2":
        return toInteger(value, from, "SMALLINT", "smallint");
      case "int4":
        return toInteger(value, from, "INTEGER", "integer");
      case "int8":
        return toInteger(value, from, "BIGINT", "bigint");
      case "float4":
        return toFloat(value, from, "FLOAT", "real");
      case "float8":
        return toFloat(value, from, "DOUBLE", "double precision");
      case "numeric":
        return toNumeric(value, from, to);
      case "json":
      case "jsonb":
        return toJson(value, from);
      case "bytea":
        return toBytes(value, from);
      case "date":
        return toDate(value, from);
      case "time":
        return toTime(value, from);
      case "timestamp":
        return toTimestamp(value, from);
      case "timestamptz":
        return toTimestampTz(value, from);
      case "interval":
        return toInterval(value, from);
      case "uuid":
        return toUuid(value, from);
      case "timetz":
        return from.is("TIMETZ") ? as(value, "VARCHAR") : from.is("VARCHAR") ? value : null;
      case "bit":
      case "varbit":
        return from.is("BIT") ? as(value, "VARCHAR") : from.is("VARCHAR") ? value : null;
      default:
        return toText(value, from);
    }
  }

  private static boolean isBuiltInScalar(PostgresType type) {
    return type.kind() == PostgresType.Kind.BASE && "pg_catalog".equals(type.schema());
  }

  private static boolean isTextual(PostgresType type) {
    return switch (type.name()) {
      case "text", "varchar", "bpchar", "json", "jsonb" -> true;
      default -> false;
    };
  }

  static String as(String value, String type) {
    return "CAST(" + value + " AS " + type + ")";
  }

  private static String attempt(String value, String type) {
    return "TRY_CAST(" + value + " AS " + type + ")";
  }

  private String toBoolean(String value, DuckDBType from) {
    if (from.is("BOOLEAN")) {
      return value;
    }
    return isText(from) ? StrictCast.text("boolean", text(value, from), place) : null;
  }

  private String toInteger(String value, DuckDBType from, String type, String label) {
    if (from.is(type)) {
      return value;
    }
    if (from.isInteger() && fits(from.name(), type)) {
      return as(value, type);
    }
    if (from.isInteger()
        || from.is("DECIMAL")
        || from.is("DOUBLE")
        || from.is("FLOAT")
        || from.is("BIGNUM")) {
      return StrictCast.orError(value, attempt(value, type), label, place);
    }
    return isText(from) ? StrictCast.text(label, text(value, from), place) : null;
  }

  private static boolean fits(String from, String to) {
    switch (from) {
      case "TINYINT":
      case "UTINYINT":
        return true;
      case "SMALLINT":
        return true;
      case "USMALLINT":
        return !to.equals("SMALLINT");
      case "INTEGER":
        return !to.equals("SMALLINT");
      case "UINTEGER":
        return to.equals("BIGINT");
      default:
        return false;
    }
  }

  private String toFloat(String value, DuckDBType from, String type, String label) {
    if (from.is(type)) {
      return value;
    }
    if (from.is("FLOAT") || from.isInteger() && !from.name().endsWith("HUGEINT")) {
      return as(value, type);
    }
    if (from.is("DOUBLE")) {
      // One that is too small for a real would become zero.
      String nonzero = "CASE WHEN " + value + " = 0 THEN 0 ELSE nullif(%s, 0) END";
      return StrictCast.orError(value, nonzero.formatted(attempt(value, type)), label, place);
    }
    if (from.is("DECIMAL") || from.isInteger() || from.is("BIGNUM")) {
      // By way of text, which is rounded once; a division by a power of ten is rounded twice.
      return as(as(value, "VARCHAR"), type);
    }
    return isText(from)
        ? StrictCast.text(type.equals("FLOAT") ? "real" : "double", text(value, from), place)
        : null;
  }

  private String toNumeric(String value, DuckDBType from, PostgresType to) {
    int precision = to.numericPrecision();
    int scale = to.numericScale();
    boolean decimal =
        precision > 0 && precision <= LARGEST_DECIMAL && scale >= 0 && scale <= precision;
    if (!decimal) {
      return toOpenNumeric(value, from);
    }
    String type = "DECIMAL(" + precision + "," + scale + ")";
    if (from.is("DECIMAL") && from.precision() == precision && from.scale() == scale) {
      return value;
    }
    if (from.isInteger() || from.is("DECIMAL")) {
      return StrictCast.orError(value, attempt(value, type), to.display(), place);
    }
    if (from.is("DOUBLE") || from.is("FLOAT")) {
      // PostgreSQL makes a numeric of a float's first 15 (or 6) digits.
      String digits = from.is("DOUBLE") ? "'%.15g'" : "'%.6g'";
      String text = "printf(" + digits + ", " + as(value, "DOUBLE") + ")";
      return StrictCast.orError(value, attempt(text, type), to.display(), place);
    }
    if (from.is("BIGNUM")) {
      return decimal(as(value, "VARCHAR"), type, to);
    }
    return isText(from) ? decimal(text(value, from), type, to) : null;
  }

  private String decimal(String text, String type, PostgresType to) {
    String digits = CastMacros.PREFIX + "decimal_text(" + text + ")";
    return StrictCast.orError(text, attempt(digits, type), to.display(), place);
  }

  private String toOpenNumeric(String value, DuckDBType from) {
    switch (from.name()) {
      case "HUGEINT":
      case "UHUGEINT":
      case "BIGNUM":
        // Arrow's decimals end at 38 digits, these numbers do not.
        return as(value, "VARCHAR");
      case "FLOAT":
      case "DOUBLE":
      case "DECIMAL":
        return value;
      default:
        if (from.isInteger()) {
          return value;
        }
        return isText(from)
            ? StrictCast.orError(
                value,
                CastMacros.PREFIX + "numeric_text(" + text(value, from) + ")",
                "numeric",
                place)
            : null;
    }
  }

  private static String toText(String value, DuckDBType from) {
    switch (from.name()) {
      case "VARCHAR":
        return value;
      case "ENUM":
      case "JSON":
      case "UUID":
      case "BOOLEAN":
      case "DECIMAL":
      case "BIGNUM":
      case "BIT":
      case "UNION":
      case "VARIANT":
        return as(value, "VARCHAR");
      default:
        return from.isInteger() ? as(value, "VARCHAR") : null;
    }
  }

  private static String toJson(String value, DuckDBType from) {
    switch (from.name()) {
      case "JSON":
      case "VARCHAR":
        return value;
      case "BLOB":
      case "INTERVAL":
      case "GEOMETRY":
        return null;
      case "VARIANT":
        return as(value, "JSON");
      default:
        return "to_json(" + value + ")";
    }
  }

  private String toBytes(String value, DuckDBType from) {
    if (from.is("BLOB")) {
      return value;
    }
    return from.is("VARCHAR") ? StrictCast.text("bytea", value, place) : null;
  }

  private String toDate(String value, DuckDBType from) {
    if (from.is("DATE")) {
      return value;
    }
    if (from.isTimestamp()) {
      return as(value, "DATE");
    }
    if (!from.is("VARCHAR")) {
      return null;
    }
    return dateFormat == null
        ? StrictCast.text("date", value, place)
        : StrictCast.formatted(value, dateFormat, "DATE", "date", place);
  }

  private String toTime(String value, DuckDBType from) {
    if (from.is("TIME")) {
      return value;
    }
    if (from.is("TIME_NS")) {
      return as(value, "TIME");
    }
    return from.is("VARCHAR") ? StrictCast.text("time", value, place) : null;
  }

  private String toTimestamp(String value, DuckDBType from) {
    if (from.is("TIMESTAMP")) {
      return value;
    }
    if (from.isTimestamp() || from.is("DATE")) {
      return as(value, "TIMESTAMP");
    }
    if (!from.is("VARCHAR")) {
      return null;
    }
    return timestampFormat == null
        ? StrictCast.text("timestamp", value, place)
        : StrictCast.formatted(value, timestampFormat, "TIMESTAMP", "timestamp", place);
  }

  private String toTimestampTz(String value, DuckDBType from) {
    if (from.is("TIMESTAMPTZ")) {
      return value;
    }
    if (from.is("TIMESTAMPTZ_NS")) {
      return as(value, "TIMESTAMPTZ");
    }
    if (!from.is("VARCHAR")) {
      return null;
    }
    return timestampFormat == null
        ? StrictCast.text("timestamptz", value, place)
        : StrictCast.formatted(value, timestampFormat, "TIMESTAMPTZ", "timestamptz", place);
  }

  private String toInterval(String value, DuckDBType from) {
    if (from.is("INTERVAL")) {
      return StrictCast.interval(value, place);
    }
    // PostgreSQL's input function knows more forms than DuckDB.
    return from.is("VARCHAR") ? value : null;
  }

  private String toUuid(String value, DuckDBType from) {
    if (from.is("UUID")) {
      return value;
    }
    return from.is("VARCHAR") ? StrictCast.text("uuid", value, place) : null;
  }

  private static boolean isText(DuckDBType type) {
    return type.is("VARCHAR") || type.is("ENUM");
  }

  private static String text(String value, DuckDBType from) {
    return from.is("ENUM") ? as(value, "VARCHAR") : value;
  }

  /** The names PostgreSQL has for the fields of a struct, in order. */
  static List<String> fieldNames(DuckDBType struct) {
    List<String> names = new ArrayList<>(struct.children().size());
    for (DuckDBType.Field field : struct.children()) {
      names.add(ColumnNames.unique(field.name(), names));
    }
    return names;
  }

  static String field(String struct, String name) {
    return "struct_extract(" + struct + ", " + Sql.literal(name) + ")";
  }
}
