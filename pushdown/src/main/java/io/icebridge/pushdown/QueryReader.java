// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.pushdown.query.CommonTable;
import io.icebridge.pushdown.query.FromItem;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.QueryBlock.Distinct;
import io.icebridge.pushdown.query.RangeEntry;
import io.icebridge.pushdown.query.SetOperation;
import io.icebridge.pushdown.query.SortKey;
import io.icebridge.pushdown.query.Target;
import io.icebridge.pushdown.query.WindowDefinition;
import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.NodeList;
import io.icebridge.pushdown.tree.Token;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.ArrayList;
import java.util.List;

/** Turns the node tree of a query into what it means. */
final class QueryReader {

  private static final int LIMIT_WITH_TIES = 1;
  private static final int CMD_SELECT = 1;

  private final CatalogFacts facts;
  private final RangeEntries rangeEntries;
  private final QueryExpressions expressions;

  /**
   * A reader of one query and those in it.
   *
   * @param values stand in place of the parameters; null leaves those as they are
   */
  QueryReader(CatalogFacts facts, RelationFacts relations, List<Constant> values) {
    this.facts = facts;
    this.expressions = new QueryExpressions(facts, this, values);
    this.rangeEntries = new RangeEntries(facts, relations, this, expressions);
  }

  Expression expression(TreeValue tree) {
    return expressions.convert(tree);
  }

  QueryBlock block(Node query) {
    List<CommonTable> commonTables = new ArrayList<>();
    for (TreeValue table : query.list("cteList")) {
      commonTables.add(commonTable((Node) table));
    }
    List<RangeEntry> entries = new ArrayList<>();
    for (TreeValue entry : query.list("rtable")) {
      entries.add(rangeEntries.entry((Node) entry));
    }
    List<Target> targets = new ArrayList<>();
    for (TreeValue target : query.list("targetList")) {
      targets.add(target((Node) target));
    }
    List<WindowDefinition> windows = new ArrayList<>();
    for (TreeValue window : query.list("windowClause")) {
      windows.add(window((Node) window));
    }
    List<SortKey> distinct = sortKeys(query.list("distinctClause"));
    boolean having = query.field("havingQual") instanceof Node;
    QueryBlock.Grouping grouping = GroupingSets.read(query, this);
    return new QueryBlock(
        (int) query.number("resultRelation"),
        refusal(query),
        commonTables,
        query.flag("hasRecursive"),
        entries,
        from(query),
        targets,
        grouping,
        grouping != null || having || query.flag("hasAggs"),
        expressions.optional(query.field("havingQual")),
        windows,
        distinct.isEmpty() ? null : new Distinct(distinct, query.flag("hasDistinctOn")),
        sortKeys(query.list("sortClause")),
        expressions.optional(query.field("limitCount")),
        expressions.optional(query.field("limitOffset")),
        query.number("limitOption", 0) == LIMIT_WITH_TIES,
        query.field("setOperations") instanceof Node operation ? setOperation(operation) : null,
        query.flag("hasTargetSRFs"),
        query);
  }

  private static String refusal(Node query) {
    if (query.number("commandType") != CMD_SELECT) {
      return "it changes a table";
    }
    if (query.flag("hasModifyingCTE")) {
      return "its WITH changes a table";
    }
    if (!query.list("rowMarks").isEmpty()) {
      return "it locks rows (FOR UPDATE or SHARE)";
    }
    return query.field("utilityStmt") instanceof Node ? "it holds a utility statement" : null;
  }

  private FromItem.Group from(Node query) {
    return query.field("jointree") instanceof Node tree
        ? (FromItem.Group) fromItem(tree)
        : new FromItem.Group(List.of(), null);
  }

  private FromItem fromItem(Node node) {
    switch (node.name()) {
      case "RANGETBLREF":
        return new FromItem.Reference((int) node.number("rtindex"));
      case "JOINEXPR":
        return new FromItem.Join(
            joinKind((int) node.number("jointype")),
            fromItem((Node) node.field("larg")),
            fromItem((Node) node.field("rarg")),
            expressions.optional(node.field("quals")));
      case "FROMEXPR":
        List<FromItem> items = new ArrayList<>();
        for (TreeValue item : node.list("fromlist")) {
          items.add(fromItem((Node) item));
        }
        return new FromItem.Group(items, expressions.optional(node.field("quals")));
      default:
        throw TypeFacts.missing("FROM holds a " + node.name());
    }
  }

  private static FromItem.Kind joinKind(int type) {
    return switch (type) {
      case 0 -> FromItem.Kind.INNER;
      case 1 -> FromItem.Kind.LEFT;
      case 2 -> FromItem.Kind.FULL;
      case 3 -> FromItem.Kind.RIGHT;
      default -> throw TypeFacts.missing("there is no join of type " + type);
    };
  }

  private Target target(Node entry) {
    Node tree = (Node) entry.field("expr");
    return new Target(
        expressions.convert(tree),
        tree,
        facts.collation(NodeCollations.of(tree)),
        (int) entry.number("ressortgroupref"),
        entry.flag("resjunk"));
  }

  List<SortKey> sortKeys(List<TreeValue> clauses) {
    List<SortKey> keys = new ArrayList<>(clauses.size());
    for (TreeValue clause : clauses) {
      Node node = (Node) clause;
      keys.add(
          new SortKey(
              (int) node.number("tleSortGroupRef"),
              operatorOrNull(node.number("eqop")),
              operatorOrNull(node.number("sortop")),
              node.flag("nulls_first")));
    }
    return keys;
  }

  private Operator operatorOrNull(long oid) {
    return oid == 0 ? null : facts.operator(oid);
  }

  private WindowDefinition window(Node node) {
    return new WindowDefinition(
        (int) node.number("winref"),
        sortKeys(node.list("partitionClause")),
        sortKeys(node.list("orderClause")),
        (int) node.number("frameOptions"),
        expressions.optional(node.field("startOffset")),
        expressions.optional(node.field("endOffset")));
  }

  private CommonTable commonTable(Node node) {
    Boolean materialized =
        switch ((int) node.number("ctematerialized")) {
          case 1 -> Boolean.TRUE;
          case 2 -> Boolean.FALSE;
          default -> null;
        };
    boolean special =
        node.field("search_clause") instanceof Node || node.field("cycle_clause") instanceof Node;
    return new CommonTable(
        node.text("ctename"),
        block((Node) node.field("ctequery")),
        node.flag("cterecursive"),
        materialized,
        special ? "WITH has a SEARCH or CYCLE clause" : null);
  }

  private SetOperation setOperation(Node node) {
    if (node.name().equals("RANGETBLREF")) {
      return new SetOperation.Leaf((int) node.number("rtindex"));
    }
    SetOperation.Kind kind =
        switch ((int) node.number("op")) {
          case 1 -> SetOperation.Kind.UNION;
          case 2 -> SetOperation.Kind.INTERSECT;
          case 3 -> SetOperation.Kind.EXCEPT;
          default -> throw TypeFacts.missing("a set operation is " + node.number("op"));
        };
    List<SetOperation.Equality> equalities = new ArrayList<>();
    List<TreeValue> clauses = node.list("groupClauses");
    List<TreeValue> collations =
        node.field("colCollations") instanceof NodeList list ? list.items() : List.of();
    for (int i = 0; i < clauses.size(); i++) {
      equalities.add(
          new SetOperation.Equality(
              operatorOrNull(((Node) clauses.get(i)).number("eqop")),
              facts.collation(((Token) collations.get(i)).number())));
    }
    return new SetOperation.Combined(
        kind,
        node.flag("all"),
        setOperation((Node) node.field("larg")),
        setOperation((Node) node.field("rarg")),
        equalities);
  }
}
