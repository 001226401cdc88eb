// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.NodeReader;
import java.util.List;

/**
 * A whole query as the native part hands it over. Its methods are pure; not safe for several
 * threads at once.
 */
public final class QueryTree {

  private final Node query;
  private final CatalogFacts facts;
  private final RelationFacts relations;

  private QueryTree(Node query, CatalogFacts facts, RelationFacts relations) {
    this.query = query;
    this.facts = facts;
    this.relations = relations;
  }

  /** Reads the members {@code query}, {@code facts} and {@code relations} of a request. */
  public static QueryTree read(JsonNode request) {
    return new QueryTree(
        (Node) NodeReader.read(TypeFacts.text(request, "query")),
        new CatalogFacts(TypeFacts.required(request, "facts")),
        new RelationFacts(request.path("relations")));
  }

  /**
   * What the query means.
   *
   * @param values stand in place of its parameters; null leaves those as they are
   */
  public QueryBlock block(List<Constant> values) {
    return new QueryReader(facts, relations, values).block(query);
  }

  /**
   * What a part of one of its expressions means.
   *
   * @param values stand in place of its parameters; null leaves those as they are
   */
  public Expression expression(Node tree, List<Constant> values) {
    return new QueryReader(facts, relations, values).expression(tree);
  }

  /** The collation of an expression's value; null where it has none. */
  public Collation collation(Node tree) {
    return facts.collation(NodeCollations.of(tree));
  }
}
