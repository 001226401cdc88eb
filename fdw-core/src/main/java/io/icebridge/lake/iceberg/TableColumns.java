// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The Iceberg schema of a table that PostgreSQL defines. */
final class TableColumns {

  private TableColumns() {}

  /** A schema with provisional field ids, which Iceberg replaces when it makes the table. */
  static Schema schema(List<ColumnDefinition> columns) {
    AtomicInteger ids = new AtomicInteger();
    List<Types.NestedField> fields = new ArrayList<>(columns.size());
    for (ColumnDefinition column : columns) {
      int id = ids.incrementAndGet();
      Type type = TypeMapping.iceberg(column.type(), ids);
      fields.add(
          column.notNull()
              ? Types.NestedField.required(id, column.name(), type)
              : Types.NestedField.optional(id, column.name(), type));
    }
    return new Schema(fields);
  }
}
