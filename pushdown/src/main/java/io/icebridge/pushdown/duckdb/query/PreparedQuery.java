// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.QueryTree;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Session;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.RangeEntry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A query that has been read and planned. What it says never changes, so it can be kept as long as
 * its text, its facts and the columns of its relations are the same. Not safe for several threads
 * at once.
 */
public final class PreparedQuery {

  private final QueryTree query;
  private final QueryBlock top;
  private final QueryPlan plan;
  private final Map<Integer, Split> splits;
  private WrittenSql written;

  /**
   * Plans a query.
   *
   * @param written whether its rows are written to a table where it runs
   */
  PreparedQuery(QueryTree query, boolean written) {
    this.query = query;
    this.top = query.block(null);
    QueryPlanner planner = new QueryPlanner(query);
    this.plan = written ? planner.planWritten(top) : planner.plan(top);
    this.splits = planner.splits();
  }

  /** Which parts of it run in DuckDB. */
  public QueryPlan plan() {
    return plan;
  }

  /** What a query means, with the parameters as they are. */
  public QueryBlock block(int number) {
    return found(top, number);
  }

  /** Where a block reads relations, with the parameters as they are. */
  public List<RelationUse> relations(int block) {
    return plan(block).relations();
  }

  /** A block as it was planned. */
  public PlannedBlock plan(int block) {
    for (PlannedBlock planned : plan.blocks()) {
      if (planned.number() == block) {
        return planned;
      }
    }
    throw new IllegalArgumentException("query " + block + " does not run in DuckDB");
  }

  /**
   * Whether the rows of a block only pass through DuckDB: it reads one relation and neither sorts
   * nor groups.
   */
  public boolean streams(int block) {
    QueryBlock found = found(top, block);
    return found.isPlain()
        && (found.sort().isEmpty() || !split(block).sortBelow())
        && found.commonTables().isEmpty()
        && found.entries().size() == 1
        && found.entries().get(0) instanceof RangeEntry.Relation
        && relations(block).size() == 1;
  }

  /**
   * A block in DuckDB's SQL. It returns the block's columns, in types that are read as theirs.
   *
   * @param values of the query's parameters; null to leave these as {@code $1}, {@code $2}, … for
   *     the eye
   * @param session in which it runs
   * @param source what stands after FROM for a relation, with columns that are called as the
   *     relation's and have the types that {@link io.icebridge.pushdown.duckdb.DuckDbExpressions}
   *     calls natural; a smallint may be an INTEGER whose values all fit
   * @throws WrapperException 0A000 where a value or the session makes the block one that PostgreSQL
   *     has to run
   */
  public String sql(
      int block, List<Constant> values, Session session, Function<RelationUse, String> source) {
    if (values != null && !values.isEmpty()) {
      return write(query.block(values), block, values, new QueryWriter(source, session));
    }
    List<String> sources = null;
    if (written != null && written.isOf(block, session)) {
      sources = written.sourcesNow(source);
      String same = written.sql(sources);
      if (same != null) {
        return same;
      }
    }
    WrittenSql next = new WrittenSql(block, session, source, sources);
    String sql = next.complete(write(top, block, null, new QueryWriter(next, session)));
    written = next;
    return sql;
  }

  private String write(QueryBlock from, int block, List<Constant> values, QueryWriter writer) {
    try {
      return new BlockWriter(query, found(from, block), split(block), values, writer).sql();
    } catch (NotShippable e) {
      throw WrapperException.unsupported("the query cannot run in DuckDB: " + e.getMessage());
    }
  }

  private Split split(int block) {
    Split split = splits.get(block);
    if (split == null) {
      throw new IllegalArgumentException("query " + block + " does not run in DuckDB");
    }
    return split;
  }

  private static QueryBlock found(QueryBlock from, int number) {
    QueryBlock found = foundOrNull(from, number);
    if (found == null) {
      throw new IllegalArgumentException("there is no query " + number);
    }
    return found;
  }

  private static QueryBlock foundOrNull(QueryBlock from, int number) {
    if (from.number() == number && from.refusal() == null) {
      return from;
    }
    for (QueryBlock inner : QueryPlanner.inner(from)) {
      QueryBlock found = foundOrNull(inner, number);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
