// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.query.AggregateCall;
import io.icebridge.pushdown.query.GroupingCall;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.query.SubQuery;
import io.icebridge.pushdown.query.SubQueryColumn;
import io.icebridge.pushdown.query.WindowCall;
import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.NodeList;
import io.icebridge.pushdown.tree.Token;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.ArrayList;
import java.util.List;

/** Turns the expressions of a whole query into what they mean. */
final class QueryExpressions extends ExpressionConverter {

  private static final int PARAM_EXTERN = 0;
  private static final int PARAM_SUBLINK = 2;

  private final CatalogFacts facts;
  private final QueryReader reader;
  private final List<Constant> values;

  /**
   * A converter for one query.
   *
   * @param reader reads the queries in expressions
   * @param values stand in place of the parameters; null leaves those as they are
   */
  QueryExpressions(CatalogFacts facts, QueryReader reader, List<Constant> values) {
    super(facts);
    this.facts = facts;
    this.reader = reader;
    this.values = values;
  }

  @Override
  Expression ofQuery(Node node) {
    return switch (node.name()) {
      case "VAR" -> column(node);
      case "PARAM" -> parameter(node);
      case "AGGREF" -> aggregate(node);
      case "WINDOWFUNC" -> window(node);
      case "GROUPINGFUNC" -> grouping(node);
      case "SUBLINK" -> subQuery(node);
      default -> null;
    };
  }

  private static final long BIGINT = 20;

  private Expression column(Node node) {
    int number = (int) node.number("varattno");
    // What PostgreSQL calls ctid has another type; this one is the native part's own.
    boolean rowNumber = number == ColumnDefinition.ROW_NUMBER && node.number("vartype") == BIGINT;
    if (number <= 0 && !rowNumber || node.number("varreturningtype", 0) != 0) {
      return unsupported(node);
    }
    return new QueryColumn(
        (int) node.number("varlevelsup", 0),
        (int) node.number("varno"),
        number,
        type(node, "vartype", "vartypmod"),
        facts.collation(node.number("varcollid", 0)));
  }

  private Expression parameter(Node node) {
    long kind = node.number("paramkind");
    int number = (int) node.number("paramid");
    if (kind == PARAM_SUBLINK) {
      return new SubQueryColumn(number, type(node, "paramtype", "paramtypmod"));
    }
    boolean known = kind == PARAM_EXTERN && values != null && number < values.size();
    return known ? values.get(number) : null;
  }

  private Expression aggregate(Node node) {
    boolean ordered = !"n".equals(node.text("aggkind"));
    List<AggregateCall.Argument> arguments = new ArrayList<>();
    int count = 0;
    for (TreeValue value : node.list("args")) {
      Node entry = (Node) value;
      Node expression = (Node) entry.field("expr");
      arguments.add(
          new AggregateCall.Argument(
              convert(expression),
              (int) entry.number("ressortgroupref"),
              facts.collation(NodeCollations.of(expression))));
      count += entry.flag("resjunk") ? 0 : 1;
    }
    return new AggregateCall(
        facts.function(node.number("aggfnoid")),
        convertAll(node.list("aggdirectargs")),
        arguments,
        count,
        reader.sortKeys(node.list("aggorder")),
        !node.list("aggdistinct").isEmpty(),
        ordered,
        node.flag("aggvariadic"),
        optional(node.field("aggfilter")),
        (int) node.number("agglevelsup"),
        facts.type(node.number("aggtype")),
        inputCollation(node));
  }

  private Expression window(Node node) {
    return new WindowCall(
        facts.function(node.number("winfnoid")),
        convertAll(node.list("args")),
        node.flag("winagg"),
        optional(node.field("aggfilter")),
        (int) node.number("winref"),
        facts.type(node.number("wintype")),
        inputCollation(node));
  }

  private Expression grouping(Node node) {
    List<Integer> references = new ArrayList<>();
    for (TreeValue value : node.list("refs")) {
      references.add((int) ((Token) value).number());
    }
    return new GroupingCall(references, (int) node.number("agglevelsup"), facts.type(INTEGER_OID));
  }

  private static final long INTEGER_OID = 23;

  private Expression subQuery(Node node) {
    SubQuery.Kind kind =
        switch ((int) node.number("subLinkType")) {
          case 0 -> SubQuery.Kind.EXISTS;
          case 1 -> SubQuery.Kind.ALL;
          case 2 -> SubQuery.Kind.ANY;
          case 4 -> SubQuery.Kind.SCALAR;
          case 6 -> SubQuery.Kind.ARRAY;
          default -> SubQuery.Kind.OTHER;
        };
    var query = reader.block((Node) node.field("subselect"));
    boolean valued = kind == SubQuery.Kind.SCALAR || kind == SubQuery.Kind.ARRAY;
    return new SubQuery(
        kind,
        optional(node.field("testexpr")),
        query,
        valued ? query.targets().get(0).expression().type() : CatalogFacts.BOOL);
  }

  /** A condition or expression that may be absent. */
  Expression optional(TreeValue value) {
    if (value instanceof NodeList list) {
      return list.items().isEmpty() ? null : convert(list);
    }
    return value instanceof Node ? convert(value) : null;
  }
}
