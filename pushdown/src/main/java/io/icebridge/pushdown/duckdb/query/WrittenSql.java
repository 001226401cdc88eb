// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.pushdown.duckdb.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The SQL of a block in which no parameter has a value, and what stands in it for relations. As
 * long as the same stands for them it is the SQL of the next execution, too: asking for that is
 * quicker than to spell the block again.
 */
final class WrittenSql implements Function<RelationUse, String> {

  private final int block;
  private final Session session;
  private final List<RelationUse> uses = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  // Only needed while the block is being spelled.
  private Function<RelationUse, String> source;
  private List<String> known;
  private String sql;

  /**
   * SQL that is yet to be written.
   *
   * @param source what stands for a relation
   * @param known the same for all relations in the order in which they come; null where not known
   */
  WrittenSql(int block, Session session, Function<RelationUse, String> source, List<String> known) {
    this.block = block;
    this.session = session;
    this.source = source;
    this.known = known;
  }

  /** What stands for a relation, while the block is being spelled. */
  @Override
  public String apply(RelationUse use) {
    String from = known == null ? source.apply(use) : known.get(sources.size());
    uses.add(use);
    sources.add(from);
    return from;
  }

  String complete(String whole) {
    source = null;
    known = null;
    sql = whole;
    return whole;
  }

  boolean isOf(int otherBlock, Session otherSession) {
    return block == otherBlock && session.equals(otherSession);
  }

  /** What stands for the relations now, each asked for once and in the same order. */
  List<String> sourcesNow(Function<RelationUse, String> now) {
    List<String> result = new ArrayList<>(uses.size());
    for (RelationUse use : uses) {
      result.add(now.apply(use));
    }
    return result;
  }

  /** The SQL where these stand for the relations; null where it has to be written anew. */
  String sql(List<String> sourcesNow) {
    return sources.equals(sourcesNow) ? sql : null;
  }
}
