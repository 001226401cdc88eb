// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.pushdown.query.CommonTable;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.RangeEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether it is left open in which order a query reads its rows, as it is for tables. SQL
 * leaves it open for all others, too; but in PostgreSQL rows come out of a sorted sub-query, of
 * windows, VALUES and functions in an order that people count on.
 */
final class RowOrder {

  private RowOrder() {}

  /**
   * Whether any order will do.
   *
   * @param scopes the query, and behind it those around it, from the innermost
   */
  static boolean isOpen(List<QueryBlock> scopes) {
    for (RangeEntry entry : scopes.get(0).entries()) {
      boolean open;
      if (entry instanceof RangeEntry.Derived derived) {
        open = isOpen(derived.query(), scopes);
      } else if (entry instanceof RangeEntry.CommonTableUse use) {
        open = isOpen(use, scopes);
      } else {
        open = entry instanceof RangeEntry.Relation || entry instanceof RangeEntry.Joined;
      }
      if (!open) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOpen(RangeEntry.CommonTableUse use, List<QueryBlock> scopes) {
    if (use.inItself() || use.levelsUp() >= scopes.size()) {
      return false;
    }
    List<QueryBlock> around = scopes.subList(use.levelsUp(), scopes.size());
    for (CommonTable table : around.get(0).commonTables()) {
      if (table.name().equals(use.name())) {
        return !table.recursive() && table.query() != null && isOpen(table.query(), around);
      }
    }
    return false;
  }

  private static boolean isOpen(QueryBlock inner, List<QueryBlock> around) {
    if (!inner.sort().isEmpty() || !inner.windows().isEmpty()) {
      return false;
    }
    List<QueryBlock> scopes = new ArrayList<>();
    scopes.add(inner);
    scopes.addAll(around);
    return isOpen(scopes);
  }
}
