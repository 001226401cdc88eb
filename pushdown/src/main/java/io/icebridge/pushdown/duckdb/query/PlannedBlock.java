// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A query, or one inside of another, that runs in DuckDB. Immutable.
 *
 * @param number of the query
 * @param columns what DuckDB returns; at least one
 * @param targets the text of a node tree for each target, in which an external parameter with the
 *     number -k stands for column k; null where a hidden target is needed no more
 * @param filter the text of a condition that PostgreSQL still checks; null if none
 * @param distinct whether PostgreSQL still does DISTINCT
 * @param sort whether PostgreSQL still sorts
 * @param limit whether PostgreSQL still does LIMIT and OFFSET
 * @param grouped whether the rows are those of an aggregation
 * @param groups whether that has keys, and so any number of rows
 * @param relations where relations are read, with parameters as they are
 */
public record PlannedBlock(
    int number,
    List<BlockColumn> columns,
    List<String> targets,
    String filter,
    boolean distinct,
    boolean sort,
    boolean limit,
    boolean grouped,
    boolean groups,
    List<RelationUse> relations) {

  public PlannedBlock {
    columns = List.copyOf(columns);
    // List.copyOf refuses null.
    targets = Collections.unmodifiableList(new ArrayList<>(targets));
    relations = List.copyOf(relations);
  }
}
