// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Values of PostgreSQL's as defaults of Iceberg's format 3. */
final class DefaultValue {

  private DefaultValue() {}

  /**
   * A value from its text form.
   *
   * @return null where Iceberg has no such value, for example infinity
   */
  static Literal<?> of(String text, Type type) {
    try {
      return switch (type.typeId()) {
        case BOOLEAN -> Literal.of(text.startsWith("t"));
        case INTEGER -> Literal.of(Integer.parseInt(text));
        case LONG -> Literal.of(Long.parseLong(text));
        case FLOAT -> finite(Float.parseFloat(text)) ? Literal.of(Float.parseFloat(text)) : null;
        case DOUBLE ->
            finite(Double.parseDouble(text)) ? Literal.of(Double.parseDouble(text)) : null;
        case DECIMAL -> decimal(text, (Types.DecimalType) type);
        case STRING -> Literal.of(text);
        case UUID -> Literal.of(UUID.fromString(text));
        case BINARY ->
            Literal.of(HexFormat.of().parseHex(text.substring(2))).to(Types.BinaryType.get());
        case DATE, TIME -> Literal.of(text).to(type);
        case TIMESTAMP -> timestamp(text, (Types.TimestampType) type);
        default -> null;
      };
    } catch (RuntimeException notIceberg) {
      // Infinity, years of five digits, before Christ, 24:00:00: the rows get them one by one.
      return null;
    }
  }

  private static boolean finite(double value) {
    return Double.isFinite(value);
  }

  private static Literal<?> decimal(String text, Types.DecimalType type) {
    BigDecimal value = new BigDecimal(text).setScale(type.scale());
    return value.precision() > type.precision() ? null : Literal.of(value);
  }

  /**
   * PostgreSQL's {@code 2026-01-31 14:30:00.5+00} is Iceberg's {@code 2026-01-31T14:30:00.5+00:00}.
   */
  private static Literal<?> timestamp(String text, Types.TimestampType type) {
    String iso = text.replace(' ', 'T');
    return Literal.of(type.shouldAdjustToUTC() ? iso + ":00" : iso).to(type);
  }
}
