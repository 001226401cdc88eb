// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.pushdown.tree.Node;
import java.util.List;

/**
 * One level of a query: a SELECT, or a set operation over several. Immutable.
 *
 * @param number by which the native part knows it
 * @param refusal why it cannot run outside of PostgreSQL whatever else it holds; null if nothing
 * @param commonTables those of its own WITH
 * @param entries its range table; {@link QueryColumn#entry} counts it from 1
 * @param from what it reads; its condition is WHERE
 * @param targets all, also those that only serve sorting or grouping
 * @param grouping null where there is no GROUP BY
 * @param aggregated whether it has GROUP BY, HAVING or aggregates of its own
 * @param having null where there is none
 * @param distinct null where there is neither DISTINCT nor DISTINCT ON
 * @param limit null where there is none
 * @param offset null where there is none
 * @param withTies whether {@code limit} is that of FETCH FIRST … WITH TIES
 * @param setOperation null where this is no set operation
 * @param returnsSets whether a target has a function that returns a set
 * @param tree as PostgreSQL wrote it
 */
public record QueryBlock(
    int number,
    String refusal,
    List<CommonTable> commonTables,
    boolean recursive,
    List<RangeEntry> entries,
    FromItem.Group from,
    List<Target> targets,
    Grouping grouping,
    boolean aggregated,
    Expression having,
    List<WindowDefinition> windows,
    Distinct distinct,
    List<SortKey> sort,
    Expression limit,
    Expression offset,
    boolean withTies,
    SetOperation setOperation,
    boolean returnsSets,
    Node tree) {

  /** DISTINCT over some targets. {@code on} is whether it is DISTINCT ON. */
  public record Distinct(List<SortKey> keys, boolean on) {}

  /**
   * GROUP BY.
   *
   * @param keys every target that is grouped by in some set
   * @param sets the grouping sets as indexes into {@code keys}; one with all of them where GROUP BY
   *     names no sets
   * @param plain whether GROUP BY names no sets
   */
  public record Grouping(List<SortKey> keys, List<List<Integer>> sets, boolean plain) {

    /** Whether there is a set without keys, which has a group even where there are no rows. */
    public boolean groupsNothing() {
      return !plain && sets.stream().anyMatch(List::isEmpty);
    }
  }

  /** The entry of a number. */
  public RangeEntry entry(int number) {
    return entries.get(number - 1);
  }

  /** The target that a clause names by its reference. */
  public Target target(int reference) {
    for (Target target : targets) {
      if (target.reference() == reference) {
        return target;
      }
    }
    throw new IllegalArgumentException("no target has the reference " + reference);
  }

  /** Whether it only filters and joins: each row is a row of what it reads. */
  public boolean isPlain() {
    return !aggregated
        && windows.isEmpty()
        && distinct == null
        && setOperation == null
        && !returnsSets;
  }
}
