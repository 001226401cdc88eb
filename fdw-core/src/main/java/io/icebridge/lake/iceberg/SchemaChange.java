// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.Alteration;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.expression.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Type;

/** What an ALTER TABLE did to the columns, as changes of the Iceberg schema. */
final class SchemaChange {

  /** A column that was there and still is. */
  private record Kept(ColumnDefinition before, ColumnDefinition after) {}

  private static final int FIRST_FORMAT_WITH_DEFAULTS = 3;

  private final List<ColumnDefinition> dropped = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private final List<ColumnDefinition> added = new ArrayList<>();
  private final Map<Integer, Literal<?>> defaults = new HashMap<>();
  private final List<Integer> toFill = new ArrayList<>();

  /**
   * Compares.
   *
   * @param formatVersion of the table
   * @throws WrapperException (0A000) where a column got a type that its values do not have
   */
  SchemaChange(Alteration before, List<ColumnDefinition> after, int formatVersion) {
    Map<Integer, ColumnDefinition> present = new HashMap<>();
    for (ColumnDefinition column : after) {
      present.put(column.number(), column);
    }
    for (ColumnDefinition column : before.columns()) {
      ColumnDefinition now = present.remove(column.number());
      if (now == null) {
        dropped.add(column);
      } else {
        TypeChange.check(column, now);
        kept.add(new Kept(column, now));
      }
    }
    for (ColumnDefinition column : after) {
      if (present.containsKey(column.number())) {
        added.add(column);
        setDefault(column, before.defaults().get(column.number()), formatVersion);
      }
    }
  }

  private void setDefault(ColumnDefinition column, Expression.Constant value, int formatVersion) {
    if (value == null) {
      return;
    }
    Literal<?> literal = null;
    if (formatVersion >= FIRST_FORMAT_WITH_DEFAULTS && value.text() != null) {
      literal = DefaultValue.of(value.text(), type(column));
    }
    if (literal == null) {
      toFill.add(column.number());
    } else {
      defaults.put(column.number(), literal);
    }
  }

  /** Numbers of the new columns whose default the rows do not get by the change itself. */
  List<Integer> toFill() {
    return toFill;
  }

  boolean isEmpty() {
    return dropped.isEmpty()
        && added.isEmpty()
        && kept.stream().allMatch(column -> column.before().equals(column.after()));
  }

  /** Says the changes. Columns are called by the names they had. */
  void apply(UpdateSchema update) {
    // PostgreSQL checks the rows against a new NOT NULL itself.
    update.allowIncompatibleChanges();
    for (ColumnDefinition column : dropped) {
      update.deleteColumn(column.name());
    }
    for (Kept column : kept) {
      apply(update, column.before(), column.after());
    }
    for (ColumnDefinition column : added) {
      update.addColumn(null, column.name(), type(column), null, defaults.get(column.number()));
      if (column.notNull()) {
        update.requireColumn(column.name());
      }
    }
  }

  private static void apply(UpdateSchema update, ColumnDefinition before, ColumnDefinition after) {
    Type type = type(after);
    if (!TypeChange.same(type(before), type)) {
      update.updateColumn(before.name(), type.asPrimitiveType());
    }
    if (after.notNull() && !before.notNull()) {
      update.requireColumn(before.name());
    } else if (before.notNull() && !after.notNull()) {
      update.makeColumnOptional(before.name());
    }
    if (!before.name().equals(after.name())) {
      update.renameColumn(before.name(), after.name());
    }
  }

  private static Type type(ColumnDefinition column) {
    return TypeMapping.iceberg(column.type(), new AtomicInteger());
  }
}
