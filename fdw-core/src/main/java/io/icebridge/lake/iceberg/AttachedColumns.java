// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WrapperException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** Whether a table's definition is that of a schema some catalog has written. */
final class AttachedColumns {

  private AttachedColumns() {}

  /**
   * Compares by name; field ids are the schema's own.
   *
   * @throws WrapperException (42804) that names the first column that differs
   */
  static void check(TableDefinition table, Schema schema) {
    Set<String> names = new HashSet<>();
    for (ColumnDefinition column : table.columns()) {
      names.add(column.name());
      Types.NestedField field = field(schema, column.name());
      if (field == null) {
        throw differs(table, column.name(), "The Iceberg table has no such column.");
      }
      Type declared = TypeMapping.iceberg(column.type(), new AtomicInteger());
      if (!plain(declared).equals(plain(field.type()))) {
        throw differs(
            table,
            column.name(),
            "It is declared as " + declared + ", and is " + field.type() + ".");
      }
    }
    for (Types.NestedField field : schema.columns()) {
      if (!names.contains(field.name())) {
        throw differs(table, field.name(), "The definition has no such column.");
      }
    }
  }

  private static Types.NestedField field(Schema schema, String name) {
    return schema.columns().stream().filter(f -> f.name().equals(name)).findFirst().orElse(null);
  }

  /** A type with field ids counted anew, which makes types with the same parts equal. */
  private static Type plain(Type type) {
    AtomicInteger ids = new AtomicInteger();
    Schema alone = new Schema(Types.NestedField.optional(0, "c", type));
    return TypeUtil.assignFreshIds(alone, ids::incrementAndGet).columns().get(0).type();
  }

  private static WrapperException differs(TableDefinition table, String column, String detail) {
    return WrapperException.of(
            SqlState.DATATYPE_MISMATCH,
            "column \"" + column + "\" of table \"" + table.name() + "\" is not that of the data")
        .withDetail(detail)
        .withHint("icebridge.attach() makes a table with the columns of the data.");
  }
}
