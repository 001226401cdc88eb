// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnChange;
import io.icebridge.bridge.spi.InferredColumn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/**
 * How one schema becomes another by changes of PostgreSQL's columns. Columns are told apart by
 * field id. Each change may be applied as it comes: names are free when they are given.
 */
final class ColumnDifferences {

  private final List<ColumnChange> changes = new ArrayList<>();

  /** The present names of the columns that both schemas have, by field id. */
  private final Map<Integer, String> names = new HashMap<>();

  private ColumnDifferences() {}

  static List<ColumnChange> between(Schema before, Schema after) {
    ColumnDifferences differences = new ColumnDifferences();
    differences.drop(before, after);
    differences.rename(after);
    differences.retypeAndAdd(before, after);
    return differences.changes;
  }

  private void drop(Schema before, Schema after) {
    for (Types.NestedField column : before.columns()) {
      if (column(after, column) == null) {
        changes.add(new ColumnChange.Dropped(column.name()));
      } else {
        names.put(column.fieldId(), column.name());
      }
    }
  }

  /**
   * A name that another column still has comes later; columns that swap names go by a third one.
   */
  private void rename(Schema after) {
    Deque<Types.NestedField> waiting = new ArrayDeque<>();
    for (Types.NestedField column : after.columns()) {
      String present = names.get(column.fieldId());
      if (present != null && !present.equals(column.name())) {
        waiting.add(column);
      }
    }
    int postponed = 0;
    while (!waiting.isEmpty()) {
      Types.NestedField column = waiting.remove();
      if (!names.containsValue(column.name())) {
        rename(column, column.name());
        postponed = 0;
      } else if (postponed++ < waiting.size()) {
        waiting.add(column);
      } else {
        rename(column, unusedName(column, after));
        waiting.add(column);
        postponed = 0;
      }
    }
  }

  private void rename(Types.NestedField column, String name) {
    changes.add(new ColumnChange.Renamed(names.put(column.fieldId(), name), name));
  }

  private String unusedName(Types.NestedField column, Schema after) {
    Set<String> used = new HashSet<>(names.values());
    after.columns().forEach(other -> used.add(other.name()));
    String name = column.name();
    while (!used.add(name)) {
      name += "_" + column.fieldId();
    }
    return name;
  }

  private void retypeAndAdd(Schema before, Schema after) {
    for (Types.NestedField column : after.columns()) {
      String name = column.name();
      Types.NestedField old = column(before, column);
      if (old == null) {
        changes.add(
            new ColumnChange.Added(
                new InferredColumn(
                    name,
                    TypeMapping.postgres(name, column.type()),
                    column.isRequired(),
                    Map.of())));
        continue;
      }
      if (!column.type().equals(old.type())
          && !TypeMapping.duckDB(name, column.type())
              .equals(TypeMapping.duckDB(name, old.type()))) {
        changes.add(new ColumnChange.Retyped(name, TypeMapping.postgres(name, column.type())));
      }
      if (column.isRequired() != old.isRequired()) {
        changes.add(new ColumnChange.Nullability(name, column.isRequired()));
      }
    }
  }

  /** The column with the same id, not a field inside one. */
  private static Types.NestedField column(Schema schema, Types.NestedField like) {
    return schema.asStruct().field(like.fieldId());
  }
}
