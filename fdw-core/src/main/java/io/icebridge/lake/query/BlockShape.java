// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Function;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.lake.table.MetadataAggregate;
import io.icebridge.lake.table.MetadataAggregate.Kind;
import io.icebridge.pushdown.query.AggregateCall;
import io.icebridge.pushdown.query.FromItem;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.query.RangeEntry;
import io.icebridge.pushdown.query.Target;
import java.util.ArrayList;
import java.util.List;

/** Shapes of queries for which there is a better way than the general one. */
final class BlockShape {

  private BlockShape() {}

  /** The only table that a block reads; null where it reads something else or nothing. */
  static RangeEntry.Relation onlyTable(QueryBlock block) {
    boolean one =
        block.setOperation() == null
            && block.commonTables().isEmpty()
            && block.from().items().size() == 1
            && block.from().items().get(0) instanceof FromItem.Reference;
    if (!one) {
      return null;
    }
    int entry = ((FromItem.Reference) block.from().items().get(0)).entry();
    return block.entry(entry) instanceof RangeEntry.Relation relation ? relation : null;
  }

  /**
   * The aggregates of a block that asks for nothing but numbers of rows and least and greatest
   * values of a table, or of those of its rows that satisfy {@link #conditions}; null for others.
   */
  static List<MetadataAggregate> aggregates(QueryBlock block) {
    RangeEntry.Relation table = onlyTable(block);
    boolean whole =
        table != null
            && block.aggregated()
            && block.grouping() == null
            && block.having() == null
            && block.windows().isEmpty()
            && block.distinct() == null
            && block.sort().isEmpty()
            && block.limit() == null
            && block.offset() == null
            && !block.returnsSets();
    if (!whole) {
      return null;
    }
    List<MetadataAggregate> aggregates = new ArrayList<>(block.targets().size());
    for (Target target : block.targets()) {
      MetadataAggregate aggregate =
          target.expression() instanceof AggregateCall call ? aggregate(call, table) : null;
      if (aggregate == null) {
        return null;
      }
      aggregates.add(aggregate);
    }
    return aggregates;
  }

  /** The conditions on the rows of a block's only table, over its own columns. */
  static List<Expression> conditions(QueryBlock block) {
    RangeEntry.Relation table = onlyTable(block);
    Expression condition = block.from().condition();
    if (condition == null) {
      return List.of();
    }
    return Selectivity.conjuncts(Expressions.replace(condition, part -> own(table, part)));
  }

  private static Expression own(RangeEntry.Relation table, Expression part) {
    if (!(part instanceof QueryColumn column) || column.levelsUp() != 0) {
      return null;
    }
    ColumnDefinition definition = table.column(column.number());
    return definition == null
        ? null
        : new ColumnReference(
            definition.name(), column.number(), definition.type(), column.collation());
  }

  private static MetadataAggregate aggregate(AggregateCall call, RangeEntry.Relation table) {
    Function function = call.function();
    boolean plain =
        "pg_catalog".equals(function.schema())
            && call.levelsUp() == 0
            && call.filter() == null
            && !call.distinct()
            && call.direct().isEmpty()
            && call.order().isEmpty();
    if (!plain || call.count() > 1) {
      return null;
    }
    if (call.count() == 0) {
      return function.name().equals("count") ? new MetadataAggregate(Kind.ROWS, null) : null;
    }
    Kind kind =
        switch (function.name()) {
          case "count" -> Kind.VALUES;
          case "min" -> Kind.MIN;
          case "max" -> Kind.MAX;
          default -> null;
        };
    if (kind == null
        || !(call.arguments().get(0).expression() instanceof QueryColumn column)
        || column.levelsUp() != 0) {
      return null;
    }
    ColumnDefinition definition = table.column(column.number());
    return definition == null ? null : new MetadataAggregate(kind, definition);
  }
}
