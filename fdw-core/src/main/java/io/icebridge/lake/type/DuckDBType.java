// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import java.util.List;

/**
 * A type of DuckDB, taken apart.
 *
 * @param name its name in upper case without parameters: {@code DECIMAL}, {@code LIST}, …
 * @param precision digits of a {@code DECIMAL}; 0 otherwise
 * @param scale digits after the point of a {@code DECIMAL}; 0 otherwise
 * @param children the element of a {@code LIST} or {@code ARRAY}, key and value of a {@code MAP},
 *     the fields of a {@code STRUCT} or {@code UNION}; empty otherwise
 * @param text DuckDB's spelling
 */
public record DuckDBType(String name, int precision, int scale, List<Field> children, String text) {

  /** A named part. */
  public record Field(String name, DuckDBType type) {}

  public static final DuckDBType VARCHAR = scalar("VARCHAR");
  public static final DuckDBType BIGINT = scalar("BIGINT");

  public DuckDBType {
    children = List.copyOf(children);
  }

  static DuckDBType scalar(String name) {
    return new DuckDBType(name, 0, 0, List.of(), name);
  }

  /** Reads DuckDB's spelling of a type. */
  public static DuckDBType parse(String text) {
    return new DuckDBTypeParser(text).parse();
  }

  public boolean is(String other) {
    return name.equals(other);
  }

  /** Whether this holds whole numbers. */
  public boolean isInteger() {
    switch (name) {
      case "TINYINT":
      case "SMALLINT":
      case "INTEGER":
      case "BIGINT":
      case "UTINYINT":
      case "USMALLINT":
      case "UINTEGER":
      case "UBIGINT":
      case "HUGEINT":
      case "UHUGEINT":
        return true;
      default:
        return false;
    }
  }

  /** Whether this is a timestamp without time zone of any precision. */
  public boolean isTimestamp() {
    switch (name) {
      case "TIMESTAMP":
      case "TIMESTAMP_S":
      case "TIMESTAMP_MS":
      case "TIMESTAMP_NS":
        return true;
      default:
        return false;
    }
  }

  /** Whether this is a list of any length or of a fixed one. */
  public boolean isList() {
    return name.equals("LIST") || name.equals("ARRAY");
  }

  /** The element of a list. */
  public DuckDBType element() {
    return children.get(0).type();
  }
}
