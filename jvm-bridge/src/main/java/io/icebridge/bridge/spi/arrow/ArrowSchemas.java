// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi.arrow;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The Arrow types that carry PostgreSQL's exactly: those in which written batches come, and a good
 * choice for scans, which may use many others (see docs/architecture.md).
 */
public final class ArrowSchemas {

  private static final int DECIMAL_DIGITS = 38;
  private static final int DECIMAL_BITS = 128;
  private static final int UUID_BYTES = 16;

  private ArrowSchemas() {}

  /**
   * The schema of a scan: a nullable field for each column. Where no column was asked for, one
   * field of type null, of which a batch only needs the row count.
   */
  public static Schema of(List<ColumnDefinition> columns) {
    List<Field> fields = new ArrayList<>(columns.size());
    for (ColumnDefinition column : columns) {
      fields.add(field(column.name(), column.type()));
    }
    if (fields.isEmpty()) {
      fields.add(Field.nullable("row", ArrowType.Null.INSTANCE));
    }
    return new Schema(fields);
  }

  /**
   * A nullable field. Arrays have one dimension here, since PostgreSQL's types do not say how many
   * they have.
   */
  public static Field field(String name, PostgresType type) {
    return switch (type.kind()) {
      case DOMAIN -> field(name, type.element());
      case ARRAY ->
          new Field(
              name,
              FieldType.nullable(ArrowType.List.INSTANCE),
              List.of(field("item", type.element())));
      case COMPOSITE -> {
        List<Field> children = new ArrayList<>(type.attributes().size());
        for (PostgresType.Attribute attribute : type.attributes()) {
          children.add(field(attribute.name(), attribute.type()));
        }
        yield new Field(name, FieldType.nullable(ArrowType.Struct.INSTANCE), children);
      }
      case BASE -> Field.nullable(name, base(type));
      case ENUM, RANGE, PSEUDO -> Field.nullable(name, ArrowType.Utf8.INSTANCE);
    };
  }

  private static ArrowType base(PostgresType type) {
    if (!"pg_catalog".equals(type.schema())) {
      return ArrowType.Utf8.INSTANCE;
    }
    return switch (type.name()) {
      case "bool" -> ArrowType.Bool.INSTANCE;
      case "int2" -> new ArrowType.Int(Short.SIZE, true);
      case "int4" -> new ArrowType.Int(Integer.SIZE, true);
      case "int8" -> new ArrowType.Int(Long.SIZE, true);
      case "float4" -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case "float8" -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case "numeric" -> numeric(type);
      case "bytea" -> ArrowType.Binary.INSTANCE;
      case "uuid" -> new ArrowType.FixedSizeBinary(UUID_BYTES);
      case "date" -> new ArrowType.Date(DateUnit.DAY);
      case "time" -> new ArrowType.Time(TimeUnit.MICROSECOND, Long.SIZE);
      case "timestamp" -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case "timestamptz" -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case "interval" -> new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);
      default -> ArrowType.Utf8.INSTANCE;
    };
  }

  /** A numeric whose modifier fits into 128 bits is a decimal; any other travels as text. */
  private static ArrowType numeric(PostgresType type) {
    int precision = type.numericPrecision();
    int scale = Math.max(type.numericScale(), 0);
    if (precision >= 0) {
      // A negative scale rounds to the left of the point, so there are more digits than stored.
      precision = Math.max(precision - Math.min(type.numericScale(), 0), scale);
    }
    return precision < 0 || precision > DECIMAL_DIGITS
        ? ArrowType.Utf8.INSTANCE
        : new ArrowType.Decimal(precision, scale, DECIMAL_BITS);
  }
}
