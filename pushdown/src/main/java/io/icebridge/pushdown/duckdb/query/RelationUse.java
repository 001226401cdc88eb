// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.expression.Expression;
import java.util.List;

/**
 * A place in a block where a relation is read.
 *
 * @param id number of the place in the block, from 0
 * @param oid of the relation
 * @param columns those that are looked at; may be empty, where only rows are counted
 * @param quals what is true for every row that matters, over the relation's columns; they may hold
 *     parameters. The block applies them itself.
 */
public record RelationUse(
    int id, long oid, List<ColumnDefinition> columns, List<Expression> quals) {

  public RelationUse {
    columns = List.copyOf(columns);
    quals = List.copyOf(quals);
  }
}
