// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.lake.format.FileGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of groups of files, with the table's own column names and types, as something to stand
 * after FROM.
 *
 * <p>Where the files' columns already have those names and types, it is the call that reads them;
 * DuckDB then sees through to the files' statistics. Otherwise it is a derived table that gives
 * every column its PostgreSQL name and type, in one branch for each group of files.
 */
final class TableRows {

  private final TableColumns columns;
  private final List<ColumnDefinition> needed;
  private final List<FileGroup> groups;
  private final List<List<String>> expressions;
  private final boolean direct;

  /**
   * Rows of at least one group.
   *
   * @param match finds the table's columns in the groups
   * @param needed the columns that are looked at
   */
  TableRows(
      TableColumns columns,
      ColumnMatch match,
      List<ColumnDefinition> needed,
      List<FileGroup> groups) {
    this.columns = columns;
    this.needed = needed;
    this.groups = groups;
    this.expressions = new ArrayList<>(groups.size());
    boolean asTheyAre = groups.size() == 1;
    for (FileGroup group : groups) {
      List<String> ofGroup = new ArrayList<>(needed.size());
      for (ColumnDefinition column : needed) {
        String expression = match.expression(column, group);
        asTheyAre = asTheyAre && expression.equals(columns.sqlName(column));
        ofGroup.add(expression);
      }
      expressions.add(ofGroup);
    }
    this.direct = asTheyAre;
  }

  /** The rows, to be given any name. */
  String unnamed() {
    return direct ? groups.get(0).from() : derived("");
  }

  /**
   * A part of the rows, to be given no name.
   *
   * @param sample a TABLESAMPLE clause, or nothing
   */
  String sampled(String sample) {
    return direct ? groups.get(0).aliased() + sample : derived(sample);
  }

  private String derived(String sample) {
    StringBuilder sql = new StringBuilder("(");
    for (int i = 0; i < groups.size(); i++) {
      sql.append(i == 0 ? "SELECT " : " UNION ALL SELECT ");
      if (needed.isEmpty()) {
        sql.append('0');
      }
      for (int j = 0; j < needed.size(); j++) {
        String expression = expressions.get(i).get(j);
        String name = columns.sqlName(needed.get(j));
        sql.append(j == 0 ? "" : ", ").append(expression);
        if (!expression.equals(name)) {
          sql.append(" AS ").append(name);
        }
      }
      sql.append(" FROM ").append(groups.get(i).aliased()).append(sample);
    }
    return sql.append(')').toString();
  }
}
