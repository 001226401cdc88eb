// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.type.DuckDBType;
import java.util.List;

/** The type for a column that has different types in different files. */
final class CommonType {

  private static final List<String> INTEGERS =
      List.of("UTINYINT", "TINYINT", "USMALLINT", "SMALLINT", "UINTEGER", "INTEGER", "BIGINT");

  private CommonType() {}

  /** A type that holds the values of both; text where nothing else does. */
  static DuckDBType of(DuckDBType left, DuckDBType right) {
    if (left.equals(right) || right.is("NULL")) {
      return left;
    }
    if (left.is("NULL")) {
      return right;
    }
    if (isSmallInteger(left) && isSmallInteger(right)) {
      return wider(left, right);
    }
    if (left.isInteger() && right.isInteger()) {
      return DuckDBType.parse("HUGEINT");
    }
    if (isFloat(left) && (isFloat(right) || isSmallInteger(right))
        || isFloat(right) && isSmallInteger(left)) {
      return DuckDBType.parse("DOUBLE");
    }
    if (left.is("DECIMAL") && right.is("DECIMAL")) {
      return decimal(left, right);
    }
    if (isDateLike(left) && isDateLike(right)) {
      return DuckDBType.parse("TIMESTAMP");
    }
    return DuckDBType.VARCHAR;
  }

  private static boolean isSmallInteger(DuckDBType type) {
    return INTEGERS.contains(type.name());
  }

  private static DuckDBType wider(DuckDBType left, DuckDBType right) {
    // An unsigned and a signed type of one size need the next size.
    boolean unsigned = left.name().startsWith("U") != right.name().startsWith("U");
    int position = Math.max(INTEGERS.indexOf(left.name()), INTEGERS.indexOf(right.name()));
    String name = INTEGERS.get(position);
    if (!unsigned) {
      return DuckDBType.parse(name);
    }
    switch (name) {
      case "TINYINT":
      case "USMALLINT":
      case "SMALLINT":
        return DuckDBType.parse("INTEGER");
      default:
        return DuckDBType.BIGINT;
    }
  }

  private static boolean isFloat(DuckDBType type) {
    return type.is("FLOAT") || type.is("DOUBLE");
  }

  private static boolean isDateLike(DuckDBType type) {
    return type.is("DATE") || type.isTimestamp();
  }

  private static DuckDBType decimal(DuckDBType left, DuckDBType right) {
    int scale = Math.max(left.scale(), right.scale());
    int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
    return whole + scale > 38
        ? DuckDBType.VARCHAR
        : DuckDBType.parse("DECIMAL(" + (whole + scale) + "," + scale + ")");
  }
}
