// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.pushdown.query.RangeEntry;
import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.NodeList;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.ArrayList;
import java.util.List;

/** Reads the entries of range tables. */
final class RangeEntries {

  private static final int RELATION = 0;
  private static final int SUBQUERY = 1;
  private static final int JOIN = 2;
  private static final int FUNCTION = 3;
  private static final int VALUES = 5;
  private static final int CTE = 6;

  private final CatalogFacts facts;
  private final RelationFacts relations;
  private final QueryReader reader;
  private final QueryExpressions expressions;

  RangeEntries(
      CatalogFacts facts,
      RelationFacts relations,
      QueryReader reader,
      QueryExpressions expressions) {
    this.facts = facts;
    this.relations = relations;
    this.reader = reader;
    this.expressions = expressions;
  }

  RangeEntry entry(Node entry) {
    // The native part applies those of PostgreSQL's own relations before it hands their rows over.
    boolean isHandedOver =
        (int) entry.number("rtekind") == RELATION
            && relations.relation(entry.number("relid")) instanceof RangeEntry.Relation relation
            && relation.kind().equals("heap");
    if (!entry.list("securityQuals").isEmpty() && !isHandedOver) {
      return new RangeEntry.Refused("a relation has row-level security");
    }
    return switch ((int) entry.number("rtekind")) {
      case RELATION ->
          entry.field("tablesample") instanceof Node
              ? new RangeEntry.Refused("it has TABLESAMPLE")
              : relations.relation(entry.number("relid"));
      case SUBQUERY ->
          new RangeEntry.Derived(
              reader.block((Node) entry.field("subquery")), entry.flag("lateral"));
      case JOIN -> new RangeEntry.Joined();
      case FUNCTION -> function(entry);
      case VALUES -> values(entry);
      case CTE ->
          new RangeEntry.CommonTableUse(
              entry.text("ctename"),
              (int) entry.number("ctelevelsup"),
              entry.flag("self_reference"));
      default -> new RangeEntry.Refused("FROM holds something other than tables and queries");
    };
  }

  private RangeEntry values(Node entry) {
    List<List<Expression>> rows = new ArrayList<>();
    for (TreeValue row : entry.list("values_lists")) {
      rows.add(expressions.convertAll(((NodeList) row).items()));
    }
    return new RangeEntry.Values(rows);
  }

  private RangeEntry function(Node entry) {
    List<TreeValue> functions = entry.list("functions");
    if (functions.size() != 1 || entry.flag("funcordinality")) {
      return new RangeEntry.Refused("FROM has ROWS FROM or WITH ORDINALITY");
    }
    Node function = (Node) functions.get(0);
    if (function.number("funccolcount") != 1
        || !function.list("funccolnames").isEmpty()
        || !(function.field("funcexpr") instanceof Node call)
        || !call.name().equals("FUNCEXPR")
        || !call.flag("funcretset")) {
      return new RangeEntry.Refused("FROM has a function other than of a set of single values");
    }
    return new RangeEntry.FunctionRows(
        facts.function(call.number("funcid")),
        expressions.convertAll(call.list("args")),
        facts.type(call.number("funcresulttype")),
        entry.flag("lateral"));
  }
}
