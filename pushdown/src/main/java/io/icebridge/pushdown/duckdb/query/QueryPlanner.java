// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.QueryTree;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.query.CommonTable;
import io.icebridge.pushdown.query.FromItem;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.RangeEntry;
import io.icebridge.pushdown.query.SubQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the blocks of a query: the outermost queries that run in DuckDB, wholly or for the most.
 */
final class QueryPlanner {

  private final QueryTree query;
  private final Map<Integer, Split> splits = new LinkedHashMap<>();
  private final List<PlannedBlock> blocks = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();

  QueryPlanner(QueryTree query) {
    this.query = query;
  }

  QueryPlan plan(QueryBlock top) {
    visit(top, true);
    return new QueryPlan(blocks, List.copyOf(notes));
  }

  /** Plans a query that is one block or none, see {@link DuckDbQueries#readWritten}. */
  QueryPlan planWritten(QueryBlock top) {
    try {
      BlockPlanner.Planned planned = BlockPlanner.planWritten(query, top);
      splits.put(top.number(), planned.split());
      return new QueryPlan(List.of(planned.block()), List.of());
    } catch (NotShippable e) {
      return new QueryPlan(List.of(), List.of(e.getMessage()));
    }
  }

  /** How the blocks are split, by their numbers. */
  Map<Integer, Split> splits() {
    return splits;
  }

  private void visit(QueryBlock block, boolean top) {
    List<QueryBlock> inner = inner(block);
    if (!readsLake(block, inner)) {
      return;
    }
    if (top || isWorthwhile(block)) {
      try {
        BlockPlanner.Planned planned = BlockPlanner.plan(query, block);
        blocks.add(planned.block());
        splits.put(block.number(), planned.split());
        notes.addAll(planned.reasons());
        return;
      } catch (NotShippable e) {
        notes.add(e.getMessage());
      }
    }
    inner.forEach(part -> visit(part, false));
  }

  /** Whether more is done with the rows than PostgreSQL could do as well while it joins them. */
  private static boolean isWorthwhile(QueryBlock block) {
    return !block.isPlain()
        || !block.sort().isEmpty()
        || block.from().items().size() > 1
        || block.from().items().stream().anyMatch(item -> item instanceof FromItem.Join);
  }

  private static boolean readsLake(QueryBlock block, List<QueryBlock> inner) {
    for (RangeEntry entry : block.entries()) {
      if (entry instanceof RangeEntry.Relation relation && relation.kind().equals("lake")) {
        return true;
      }
    }
    return inner.stream().anyMatch(part -> readsLake(part, inner(part)));
  }

  /** The queries directly inside of a query. */
  static List<QueryBlock> inner(QueryBlock block) {
    List<QueryBlock> inner = new ArrayList<>();
    for (CommonTable table : block.commonTables()) {
      inner.add(table.query());
    }
    for (RangeEntry entry : block.entries()) {
      if (entry instanceof RangeEntry.Derived derived) {
        inner.add(derived.query());
      } else if (entry instanceof RangeEntry.Values values) {
        values.rows().forEach(row -> row.forEach(value -> addSubQueries(value, inner)));
      } else if (entry instanceof RangeEntry.FunctionRows function) {
        function.arguments().forEach(argument -> addSubQueries(argument, inner));
      }
    }
    block.targets().forEach(target -> addSubQueries(target.expression(), inner));
    addSubQueries(block.from(), inner);
    addSubQueries(block.having(), inner);
    addSubQueries(block.limit(), inner);
    addSubQueries(block.offset(), inner);
    return inner;
  }

  private static void addSubQueries(FromItem item, List<QueryBlock> found) {
    if (item instanceof FromItem.Join join) {
      addSubQueries(join.left(), found);
      addSubQueries(join.right(), found);
      addSubQueries(join.condition(), found);
    } else if (item instanceof FromItem.Group group) {
      group.items().forEach(part -> addSubQueries(part, found));
      addSubQueries(group.condition(), found);
    }
  }

  private static void addSubQueries(Expression expression, List<QueryBlock> found) {
    if (expression == null) {
      return;
    }
    if (expression instanceof SubQuery subQuery) {
      found.add(subQuery.query());
    }
    Expressions.children(expression).forEach(part -> addSubQueries(part, found));
  }
}
