// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.duckdb.Session;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.query.RangeEntry.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** What one statement of DuckDB shares: names that are used once, and the relations it reads. */
final class QueryWriter {

  private final Function<RelationUse, String> sources;
  private final Session session;
  private final List<RelationUse> relations = new ArrayList<>();
  private int aliases;
  private int commonTables;

  /**
   * A writer of one statement.
   *
   * @param sources gives what stands after FROM for a relation
   * @param session in which it runs
   */
  QueryWriter(Function<RelationUse, String> sources, Session session) {
    this.sources = sources;
    this.session = session;
  }

  /** A writer of a statement that is not run. */
  static QueryWriter forPlanning() {
    return new QueryWriter(use -> "x", Session.OF_PLANNING);
  }

  Session session() {
    return session;
  }

  String newAlias() {
    aliases++;
    return "t" + aliases;
  }

  String newCommonTable() {
    commonTables++;
    return "w" + commonTables;
  }

  /** The SQL of a relation's rows. */
  String source(Relation relation, TreeSet<Integer> columns, List<Expression> quals) {
    List<ColumnDefinition> used = new ArrayList<>();
    for (int number : columns) {
      used.add(relation.column(number));
    }
    List<Expression> own = new ArrayList<>();
    for (Expression qual : quals) {
      own.add(Expressions.replace(qual, part -> ownColumn(relation, part)));
    }
    RelationUse use = new RelationUse(relations.size(), relation.oid(), used, own);
    relations.add(use);
    return sources.apply(use);
  }

  private static Expression ownColumn(Relation relation, Expression part) {
    if (!(part instanceof QueryColumn column)) {
      return null;
    }
    ColumnDefinition definition = relation.column(column.number());
    return new ColumnReference(
        definition.name(), column.number(), definition.type(), column.collation());
  }

  /** The places where relations are read, in the order in which they were written. */
  List<RelationUse> relations() {
    return relations;
  }
}
