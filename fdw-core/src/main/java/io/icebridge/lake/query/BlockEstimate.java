// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.lake.table.ValueDistribution;
import io.icebridge.pushdown.query.CommonTable;
import io.icebridge.pushdown.query.FromItem;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.query.RangeEntry;
import io.icebridge.pushdown.query.SetOperation;
import io.icebridge.pushdown.query.SetOperation.Kind;
import io.icebridge.pushdown.query.SortKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/**
 * About how many rows a query returns and reads, for PostgreSQL's planner. Crude: DuckDB's own
 * estimate would cost more than many a query.
 */
final class BlockEstimate {

  /** PostgreSQL's guess for a column it knows nothing of. */
  private static final double DISTINCT_VALUES = 200;

  /** PostgreSQL's guess for a function that returns a set. */
  private static final double FUNCTION_ROWS = 1_000;

  private static final double GROUPS_PER_ROW = 0.1;
  private static final double RECURSIONS = 10;

  /** How the values of a table's column are distributed. */
  interface Columns {

    /** The distribution; null where nothing is known. */
    ValueDistribution of(long table, ColumnDefinition column);
  }

  private final LongToDoubleFunction tableRows;
  private final Columns columns;
  private final Map<String, Double> commonTables = new HashMap<>();
  private double read;

  /**
   * @param tableRows how many rows a table has, by oid
   * @param columns what is known of tables' columns
   */
  BlockEstimate(LongToDoubleFunction tableRows, Columns columns) {
    this.tableRows = tableRows;
    this.columns = columns;
  }

  private Selectivity selectivity(QueryBlock block) {
    return new Selectivity(column -> distribution(block, column));
  }

  private ValueDistribution distribution(QueryBlock block, QueryColumn column) {
    if (!(block.entry(column.entry()) instanceof RangeEntry.Relation relation)) {
      return null;
    }
    ColumnDefinition definition = relation.column(column.number());
    return definition == null ? null : columns.of(relation.oid(), definition);
  }

  /** Rows of all tables and other sources, each as often as it is named; after {@link #rows}. */
  double read() {
    return read;
  }

  /** The rows that come out; at least one. */
  double rows(QueryBlock block) {
    for (CommonTable table : block.commonTables()) {
      double rows = rows(table.query());
      commonTables.put(table.name(), table.recursive() ? rows * RECURSIONS : rows);
    }
    double rows =
        block.setOperation() == null
            ? from(block.from(), block)
            : combined(block.setOperation(), block);
    if (block.aggregated()) {
      rows = block.grouping() == null ? 1 : groups(block, rows);
    }
    if (block.having() != null) {
      rows *= selectivity(block).of(block.having());
    }
    if (block.returnsSets()) {
      rows *= RECURSIONS;
    }
    if (block.distinct() != null) {
      rows = distinct(block, rows, block.distinct().keys());
    }
    rows -= number(block.offset(), 0);
    return Math.max(1, Math.min(rows, number(block.limit(), rows)));
  }

  private static double number(Expression expression, double otherwise) {
    if (expression instanceof Constant constant && constant.text() != null) {
      return Double.parseDouble(constant.text());
    }
    return otherwise;
  }

  private double groups(QueryBlock block, double rows) {
    double groups = 0;
    for (List<Integer> set : block.grouping().sets()) {
      groups += distinct(block, rows, set.stream().map(block.grouping().keys()::get).toList());
    }
    return groups;
  }

  /** How many different keys rows have. */
  private double distinct(QueryBlock block, double rows, List<SortKey> keys) {
    Selectivity selectivity = selectivity(block);
    double known = 1;
    double guessed = 1;
    int unknown = 0;
    for (SortKey key : keys) {
      double values = selectivity.distinctValues(block.target(key.reference()).expression());
      if (values > 0) {
        known *= values;
      } else if (unknown < 4) {
        unknown++;
        guessed *= DISTINCT_VALUES;
      }
    }
    double most = unknown == 0 ? rows : Math.max(Math.min(known, rows), rows * GROUPS_PER_ROW);
    return Math.max(1, Math.min(known * guessed, most));
  }

  private double combined(SetOperation operation, QueryBlock block) {
    if (operation instanceof SetOperation.Leaf leaf) {
      return entry(block.entry(leaf.entry()));
    }
    SetOperation.Combined both = (SetOperation.Combined) operation;
    double left = combined(both.left(), block);
    double right = combined(both.right(), block);
    if (both.kind() == Kind.UNION) {
      return left + right;
    }
    return both.kind() == Kind.INTERSECT ? Math.min(left, right) : left;
  }

  private double from(FromItem item, QueryBlock block) {
    if (item instanceof FromItem.Reference reference) {
      return entry(block.entry(reference.entry()));
    }
    if (item instanceof FromItem.Join join) {
      double left = from(join.left(), block);
      double right = from(join.right(), block);
      double rows = joined(List.of(left, right), join.condition(), block);
      return switch (join.kind()) {
        case INNER -> rows;
        case LEFT -> Math.max(left, rows);
        case RIGHT -> Math.max(right, rows);
        case FULL -> Math.max(Math.max(left, right), rows);
      };
    }
    FromItem.Group group = (FromItem.Group) item;
    if (group.items().isEmpty()) {
      return 1;
    }
    return joined(
        group.items().stream().map(part -> from(part, block)).toList(), group.condition(), block);
  }

  /**
   * Where the numbers of different keys are not known, each equality between two of the inputs is
   * taken for one of a key and its references, so that it leaves a row for each row of the larger.
   */
  private double joined(List<Double> inputs, Expression condition, QueryBlock block) {
    double rows = 1;
    for (double input : inputs) {
      rows *= Math.max(1, input);
    }
    if (condition == null) {
      return rows;
    }
    Selectivity selectivity = selectivity(block);
    List<Expression> others = new ArrayList<>();
    int joins = 0;
    for (Expression conjunct : Selectivity.conjuncts(condition)) {
      if (!Selectivity.isJoin(conjunct)) {
        others.add(conjunct);
        continue;
      }
      double keys = keys(selectivity, (OperatorCall) conjunct);
      rows /= Math.max(1, keys);
      joins += keys > 0 ? 0 : 1;
    }
    rows *= selectivity.all(others);
    // The smallest inputs are those whose keys are referenced.
    List<Double> ascending = inputs.stream().sorted().toList();
    for (int i = 0; i < Math.min(joins, ascending.size() - 1); i++) {
      rows /= Math.max(1, ascending.get(i));
    }
    return Math.max(1, rows);
  }

  /** How many different keys the side of a join has that has more; 0 where that is not known. */
  private static double keys(Selectivity selectivity, OperatorCall join) {
    double left = selectivity.distinctValues(join.arguments().get(0));
    double right = selectivity.distinctValues(join.arguments().get(1));
    return left > 0 && right > 0 ? Math.max(left, right) : 0;
  }

  private double entry(RangeEntry entry) {
    double rows;
    if (entry instanceof RangeEntry.Relation relation) {
      rows = tableRows.applyAsDouble(relation.oid());
      read += rows;
    } else if (entry instanceof RangeEntry.Derived derived) {
      rows = rows(derived.query());
    } else if (entry instanceof RangeEntry.Values values) {
      rows = values.rows().size();
    } else if (entry instanceof RangeEntry.CommonTableUse use) {
      rows = commonTables.getOrDefault(use.name(), FUNCTION_ROWS);
    } else {
      rows = FUNCTION_ROWS;
    }
    return Math.max(1, rows);
  }
}
