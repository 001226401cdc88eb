// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.query.FromItem;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.query.RangeEntry;
import io.icebridge.pushdown.query.SetOperation;
import io.icebridge.pushdown.query.SortKey;
import io.icebridge.pushdown.query.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what must be true for every row of an entry that can matter: conditions over one entry
 * alone that no row can fail and still contribute to the result.
 */
final class PruningQuals {

  private final Map<Integer, List<Expression>> quals = new HashMap<>();

  private PruningQuals() {}

  /**
   * The conditions by entry, with those that equal columns of other entries bring. Those of a
   * relation are over its columns, those of a sub-query over the columns of its own entries.
   *
   * @param fromOutside what the query around knows, over the columns of this query's entries
   */
  static Map<Integer, List<Expression>> of(QueryBlock block, List<Expression> fromOutside) {
    PruningQuals pruning = new PruningQuals();
    if (block.setOperation() != null) {
      pruning.addToLeaves(block, block.setOperation(), fromOutside);
      return pruning.quals;
    }
    List<Expression> known = new ArrayList<>(fromOutside);
    known.addAll(SelectWriter.split(block.from().condition()));
    block.from().items().forEach(item -> pruning.visit(block, item, known));
    return pruning.quals;
  }

  private void visit(QueryBlock block, FromItem item, List<Expression> known) {
    if (item instanceof FromItem.Reference reference) {
      add(block, reference.entry(), known);
    } else if (item instanceof FromItem.Group group) {
      List<Expression> more = with(known, group.condition());
      group.items().forEach(inner -> visit(block, inner, more));
    } else if (item instanceof FromItem.Join join) {
      List<Expression> both = with(known, join.condition());
      List<Expression> joined = with(List.of(), join.condition());
      switch (kind(join, known)) {
        case INNER -> {
          visit(block, join.left(), both);
          visit(block, join.right(), both);
        }
        // A row of the other side that fails WHERE may still keep away a row of NULLs.
        case LEFT -> {
          visit(block, join.left(), known);
          visit(block, join.right(), matched(joined, known, join.left()));
        }
        case RIGHT -> {
          visit(block, join.left(), matched(joined, known, join.right()));
          visit(block, join.right(), known);
        }
        case FULL -> {
          visit(block, join.left(), List.of());
          visit(block, join.right(), List.of());
        }
      }
    }
  }

  /** The kind of a join as it matters: one whose rows without a match WHERE drops is inner. */
  private static FromItem.Kind kind(FromItem.Join join, List<Expression> known) {
    return switch (join.kind()) {
      case LEFT -> dropsNulls(known, join.right()) ? FromItem.Kind.INNER : join.kind();
      case RIGHT -> dropsNulls(known, join.left()) ? FromItem.Kind.INNER : join.kind();
      default -> join.kind();
    };
  }

  private static boolean dropsNulls(List<Expression> known, FromItem side) {
    Set<Integer> entries = new HashSet<>();
    collectEntries(side, entries);
    return known.stream()
        // What is true of all elements is true of none as well, whatever is compared with them.
        .filter(condition -> !(condition instanceof ArrayComparison array) || array.any())
        .map(EqualColumns::compared)
        .anyMatch(
            column -> column != null && column.levelsUp() == 0 && entries.contains(column.entry()));
  }

  /**
   * What is true of a row that may have a match on the other side, where all of that side's rows
   * are kept: matches of rows that WHERE drops do not matter.
   */
  private static List<Expression> matched(
      List<Expression> joined, List<Expression> known, FromItem other) {
    Set<Integer> entries = new HashSet<>();
    collectEntries(other, entries);
    List<Expression> matched = new ArrayList<>(joined);
    for (Expression condition : known) {
      if (hasColumn(condition) && isOverOnly(condition, entries)) {
        matched.add(condition);
      }
    }
    return matched;
  }

  private static void collectEntries(FromItem item, Set<Integer> entries) {
    if (item instanceof FromItem.Reference reference) {
      entries.add(reference.entry());
    } else if (item instanceof FromItem.Group group) {
      group.items().forEach(inner -> collectEntries(inner, entries));
    } else if (item instanceof FromItem.Join join) {
      collectEntries(join.left(), entries);
      collectEntries(join.right(), entries);
    }
  }

  private static List<Expression> with(List<Expression> known, Expression condition) {
    List<Expression> more = new ArrayList<>(known);
    more.addAll(SelectWriter.split(condition));
    return more;
  }

  private void add(QueryBlock block, int entry, List<Expression> known) {
    List<Expression> own = new ArrayList<>();
    for (Expression condition : known) {
      if (isOver(condition, entry)) {
        own.add(condition);
      }
    }
    own.addAll(EqualColumns.of(known).conditionsOver(entry));
    if (block.entry(entry) instanceof RangeEntry.Relation) {
      quals.put(entry, own);
    } else if (block.entry(entry) instanceof RangeEntry.Derived derived) {
      quals.put(entry, inside(derived.query(), own));
    }
  }

  /** Whether a condition names columns of an entry and nothing else. */
  private static boolean isOver(Expression condition, int entry) {
    return hasColumn(condition) && isOverOnly(condition, Set.of(entry));
  }

  private static boolean hasColumn(Expression expression) {
    return expression instanceof QueryColumn
        || Expressions.children(expression).stream().anyMatch(PruningQuals::hasColumn);
  }

  private static boolean isOverOnly(Expression expression, Set<Integer> entries) {
    if (expression instanceof QueryExpression) {
      return expression instanceof QueryColumn column
          && column.levelsUp() == 0
          && entries.contains(column.entry());
    }
    return Expressions.children(expression).stream().allMatch(part -> isOverOnly(part, entries));
  }

  private void addToLeaves(QueryBlock block, SetOperation operation, List<Expression> fromOutside) {
    if (operation instanceof SetOperation.Combined combined) {
      addToLeaves(block, combined.left(), fromOutside);
      addToLeaves(block, combined.right(), fromOutside);
    } else if (operation instanceof SetOperation.Leaf leaf
        && block.entry(leaf.entry()) instanceof RangeEntry.Derived derived) {
      // All columns of a set operation are called after its first query.
      quals.put(leaf.entry(), inside(derived.query(), fromOutside));
    }
  }

  /** Conditions over the columns of a query, where they are also true of what it reads. */
  private static List<Expression> inside(QueryBlock query, List<Expression> conditions) {
    boolean takesAll =
        query.limit() == null
            && query.offset() == null
            && query.windows().isEmpty()
            && !query.returnsSets()
            && (query.distinct() == null || !query.distinct().on());
    if (!takesAll) {
      return List.of();
    }
    if (query.setOperation() != null) {
      return conditions;
    }
    List<Target> visible = SelectWriter.visible(query);
    Set<Integer> usable = usable(query, visible);
    List<Expression> inside = new ArrayList<>();
    for (Expression condition : conditions) {
      if (namesOnly(condition, usable)) {
        inside.add(
            Expressions.replace(
                condition,
                part ->
                    part instanceof QueryColumn column
                        ? visible.get(column.number() - 1).expression()
                        : null));
      }
    }
    return inside;
  }

  /** The numbers of the columns that each row of a group has in common. */
  private static Set<Integer> usable(QueryBlock query, List<Target> visible) {
    Set<Integer> usable = new HashSet<>();
    for (int i = 0; i < visible.size(); i++) {
      if (!query.aggregated() || isGrouped(query, visible.get(i))) {
        usable.add(i + 1);
      }
    }
    return usable;
  }

  private static boolean isGrouped(QueryBlock query, Target target) {
    if (query.grouping() == null || !query.grouping().plain() || target.reference() == 0) {
      return false;
    }
    for (SortKey key : query.grouping().keys()) {
      if (key.reference() == target.reference()) {
        return true;
      }
    }
    return false;
  }

  private static boolean namesOnly(Expression expression, Set<Integer> columns) {
    return expression instanceof QueryColumn column
        ? columns.contains(column.number())
        : Expressions.children(expression).stream().allMatch(part -> namesOnly(part, columns));
  }
}
