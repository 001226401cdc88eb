// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.PostgresType.Kind;

/**
 * The type a value has in DuckDB.
 *
 * @param precision of a DECIMAL; {@link #UNKNOWN} where only the value itself tells; 0 otherwise
 * @param scale of a DECIMAL
 */
record DuckDbType(Family family, int precision, int scale) {

  static final int UNKNOWN = -1;
  static final int MAXIMUM_PRECISION = 38;

  /** The types of DuckDB in which PostgreSQL's values can be compared. */
  enum Family {
    BOOLEAN("bool", "BOOLEAN"),
    SMALLINT("int2", "SMALLINT"),
    INTEGER("int4", "INTEGER"),
    BIGINT("int8", "BIGINT"),
    FLOAT("float4", "FLOAT"),
    DOUBLE("float8", "DOUBLE"),
    DECIMAL("numeric", "DECIMAL"),
    VARCHAR("text", "VARCHAR"),
    /** {@code char(n)}, whose trailing blanks do not count: also VARCHAR in DuckDB. */
    PADDED("bpchar", "VARCHAR"),
    BLOB("bytea", "BLOB"),
    DATE("date", "DATE"),
    TIME("time", "TIME"),
    TIMESTAMP("timestamp", "TIMESTAMP"),
    TIMESTAMPTZ("timestamptz", "TIMESTAMPTZ"),
    UUID("uuid", "UUID");

    private final String postgresName;
    private final String sql;

    Family(String postgresName, String sql) {
      this.postgresName = postgresName;
      this.sql = sql;
    }

    boolean isInteger() {
      return this == SMALLINT || this == INTEGER || this == BIGINT;
    }

    boolean isFloat() {
      return this == FLOAT || this == DOUBLE;
    }
  }

  static DuckDbType of(Family family) {
    return new DuckDbType(family, 0, 0);
  }

  /** The family of a type's values; null where it has none. */
  static Family family(PostgresType type) {
    if (type == null) {
      return null;
    }
    if (type.kind() == Kind.DOMAIN) {
      return family(type.element());
    }
    if (type.is("varchar")) {
      return Family.VARCHAR;
    }
    for (Family family : Family.values()) {
      if (type.is(family.postgresName)) {
        return family;
      }
    }
    return null;
  }

  /** The type of a column or computed value. */
  static DuckDbType of(PostgresType type) throws NotShippable {
    Family family = family(type);
    if (family == null) {
      throw new NotShippable(
          "type "
              + (type == null ? "unknown" : type.display())
              + " has no counterpart in DuckDB with the same meaning");
    }
    return family == Family.DECIMAL ? decimal(base(type)) : of(family);
  }

  /** The type of a constant or parameter, whose digits only its value tells. */
  static DuckDbType ofValue(PostgresType type) throws NotShippable {
    return family(type) == Family.DECIMAL
        ? new DuckDbType(Family.DECIMAL, UNKNOWN, UNKNOWN)
        : of(type);
  }

  static DuckDbType decimal(int precision, int scale) {
    return new DuckDbType(Family.DECIMAL, precision, scale);
  }

  private static DuckDbType decimal(PostgresType type) throws NotShippable {
    int precision = type.numericPrecision();
    int scale = type.numericScale();
    boolean fits =
        precision > 0 && precision <= MAXIMUM_PRECISION && scale >= 0 && scale <= precision;
    if (!fits) {
      throw new NotShippable(
          "type " + type.display() + " is not exact in DuckDB, which needs numeric(p,s) up to 38");
    }
    return decimal(precision, scale);
  }

  private static PostgresType base(PostgresType type) {
    return type.kind() == Kind.DOMAIN ? base(type.element()) : type;
  }

  /** The type that holds every value of both; never an inexact one. */
  DuckDbType commonWith(DuckDbType other) throws NotShippable {
    if (family != other.family) {
      throw new NotShippable("values of type " + sql() + " and " + other.sql() + " are mixed");
    }
    if (family != Family.DECIMAL) {
      return this;
    }
    if (precision == UNKNOWN || other.precision == UNKNOWN) {
      throw new NotShippable("how many digits a numeric parameter has is not known");
    }
    int commonScale = Math.max(scale, other.scale);
    int common = Math.max(precision - scale, other.precision - other.scale) + commonScale;
    if (common > MAXIMUM_PRECISION) {
      throw new NotShippable(
          sql() + " and " + other.sql() + " together need more than 38 digits in DuckDB");
    }
    return decimal(common, commonScale);
  }

  String sql() {
    return family == Family.DECIMAL && precision != UNKNOWN
        ? "DECIMAL(" + precision + "," + scale + ")"
        : family.sql;
  }
}
