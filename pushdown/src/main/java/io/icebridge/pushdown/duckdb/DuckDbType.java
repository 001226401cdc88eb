// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.PostgresType.Kind;
import java.util.Objects;

/**
 * The type a value has in DuckDB.
 *
 * @param precision of a DECIMAL; {@link #UNKNOWN} where only the value itself tells; 0 otherwise
 * @param scale of a DECIMAL
 * @param element of a LIST; null otherwise
 */
public record DuckDbType(Family family, int precision, int scale, DuckDbType element) {

  static final int UNKNOWN = -1;

  private static final Family[] FAMILIES = Family.values();

  @Override
  public boolean equals(Object other) {
    return other instanceof DuckDbType type
        && family == type.family
        && precision == type.precision
        && scale == type.scale
        && Objects.equals(element, type.element);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * family.hashCode() + precision) + scale;
  }

  /** The most digits a DECIMAL has. */
  public static final int MAXIMUM_PRECISION = 38;

  /** DuckDB's types that have the values of PostgreSQL's. */
  public enum Family {
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
    UUID("uuid", "UUID"),
    INTERVAL("interval", "INTERVAL"),
    /** PostgreSQL's text of the value. */
    JSON("json", "VARCHAR"),
    /** PostgreSQL's text of the value, which is in normal form. */
    JSONB("jsonb", "VARCHAR"),
    /** An array of one dimension whose first element is number 1, or an empty one. */
    LIST(null, null);

    private final String postgresName;
    private final String sql;

    Family(String postgresName, String sql) {
      this.postgresName = postgresName;
      this.sql = sql;
    }

    /** Whether it is one of the whole numbers. */
    public boolean isInteger() {
      return this == SMALLINT || this == INTEGER || this == BIGINT;
    }

    /** Whether it is one of the floating-point numbers. */
    public boolean isFloat() {
      return this == FLOAT || this == DOUBLE;
    }
  }

  /** Whether it is that of intervals, or of arrays of them. */
  public boolean holdsIntervals() {
    return family == Family.INTERVAL || element != null && element.holdsIntervals();
  }

  /** A type that has neither digits nor elements. */
  public static DuckDbType of(Family family) {
    return new DuckDbType(family, 0, 0, null);
  }

  /** A list of elements of a type. */
  public static DuckDbType list(DuckDbType element) {
    return new DuckDbType(Family.LIST, 0, 0, element);
  }

  /** The family of a type's values; null where it has none. */
  public static Family family(PostgresType type) {
    if (type == null) {
      return null;
    }
    if (type.kind() == Kind.DOMAIN) {
      return family(type.element());
    }
    if (type.kind() == Kind.ARRAY) {
      return family(type.element()) == null ? null : Family.LIST;
    }
    if (type.is("varchar")) {
      return Family.VARCHAR;
    }
    for (Family family : FAMILIES) {
      if (family.postgresName != null && type.is(family.postgresName)) {
        return family;
      }
    }
    return null;
  }

  /** The type of a column or computed value. */
  public static DuckDbType of(PostgresType type) throws NotShippable {
    Family family = family(type);
    if (family == null) {
      throw new NotShippable(
          "type "
              + (type == null ? "unknown" : type.display())
              + " has no counterpart in DuckDB with the same meaning");
    }
    return switch (family) {
      case DECIMAL -> decimal(base(type));
      case LIST -> list(of(base(type).element()));
      default -> of(family);
    };
  }

  /** The type of a constant or parameter, whose digits only its value tells. */
  static DuckDbType ofValue(PostgresType type) throws NotShippable {
    return family(type) == Family.DECIMAL
        ? new DuckDbType(Family.DECIMAL, UNKNOWN, UNKNOWN, null)
        : of(type);
  }

  /** A DECIMAL of at most {@link #MAXIMUM_PRECISION} digits. */
  public static DuckDbType decimal(int precision, int scale) {
    return new DuckDbType(Family.DECIMAL, precision, scale, null);
  }

  private static DuckDbType decimal(PostgresType type) throws NotShippable {
    DuckDbType decimal = decimalOrNull(type);
    if (decimal == null) {
      throw new NotShippable(
          "type " + type.display() + " is not exact in DuckDB, which needs numeric(p,s) up to 38");
    }
    return decimal;
  }

  /** The type of a numeric's values; null where DuckDB has none. */
  static DuckDbType decimalOrNull(PostgresType numeric) {
    PostgresType type = base(numeric);
    int precision = type.numericPrecision();
    int scale = type.numericScale();
    boolean fits =
        precision > 0 && precision <= MAXIMUM_PRECISION && scale >= 0 && scale <= precision;
    return fits ? decimal(precision, scale) : null;
  }

  private static PostgresType base(PostgresType type) {
    return type.kind() == Kind.DOMAIN ? base(type.element()) : type;
  }

  /** The type that holds every value of both; never an inexact one. */
  public DuckDbType commonWith(DuckDbType other) throws NotShippable {
    if (family != other.family) {
      throw new NotShippable("values of type " + sql() + " and " + other.sql() + " are mixed");
    }
    if (family == Family.LIST) {
      return list(element.commonWith(other.element));
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

  /** Its name in DuckDB's SQL. */
  public String sql() {
    if (family == Family.LIST) {
      return element.sql() + "[]";
    }
    return family == Family.DECIMAL && precision != UNKNOWN
        ? "DECIMAL(" + precision + "," + scale + ")"
        : family.sql;
  }
}
