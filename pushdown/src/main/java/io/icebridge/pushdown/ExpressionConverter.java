// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import static io.icebridge.pushdown.CatalogFacts.BOOL;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayCoercion;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.ArrayConstructor;
import io.icebridge.bridge.spi.expression.Expression.ArrayElement;
import io.icebridge.bridge.spi.expression.Expression.BooleanTest;
import io.icebridge.bridge.spi.expression.Expression.Branch;
import io.icebridge.bridge.spi.expression.Expression.Case;
import io.icebridge.bridge.spi.expression.Expression.Coalesce;
import io.icebridge.bridge.spi.expression.Expression.CoerceViaIo;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.DistinctComparison;
import io.icebridge.bridge.spi.expression.Expression.Extremum;
import io.icebridge.bridge.spi.expression.Expression.FieldSelect;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.NullIf;
import io.icebridge.bridge.spi.expression.Expression.NullTest;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expression.Relabel;
import io.icebridge.bridge.spi.expression.Expression.RowConstructor;
import io.icebridge.bridge.spi.expression.Expression.Subscript;
import io.icebridge.bridge.spi.expression.Expression.Unsupported;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.NodeList;
import io.icebridge.pushdown.tree.Token;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Turns a node tree into an expression. Fields that only some versions write are absent in the
 * others and then have the value that changes nothing.
 */
class ExpressionConverter {

  /**
   * Deeper parts become {@link Unsupported}: whoever reads an expression does so recursively, and
   * PostgreSQL computes what is not understood here.
   */
  static final int MAXIMUM_DEPTH = 400;

  private static final int PARAM_EXTERN = 0;

  /** The fields that name the type of nodes which have no kind of their own. */
  private static final List<String> TYPE_FIELDS =
      List.of(
          "funcresulttype",
          "opresulttype",
          "resulttype",
          "minmaxtype",
          "array_typeid",
          "row_typeid",
          "casetype",
          "aggtype",
          "wintype",
          "refrestype",
          "vartype",
          "paramtype",
          "consttype",
          "type",
          "typeId");

  private static final Map<Long, Boolean> BOOLEAN_TEST_VALUES =
      Map.of(0L, true, 1L, true, 2L, false, 3L, false);

  private final CatalogFacts facts;
  private final Deque<Expression> testedValues = new ArrayDeque<>();
  private int depth;

  ExpressionConverter(CatalogFacts facts) {
    this.facts = facts;
  }

  /** Converts what means something else in a whole query; null where it does not. */
  Expression ofQuery(Node node) {
    return null;
  }

  Expression convert(TreeValue value) {
    if (value instanceof NodeList list) {
      // A list of conditions stands for their AND.
      return list.items().size() == 1
          ? convert(list.items().get(0))
          : new Logical(Connective.AND, convertAll(list.items()), BOOL);
    }
    if (!(value instanceof Node node)) {
      throw TypeFacts.missing("an expression was expected where the tree has " + value);
    }
    if (depth == MAXIMUM_DEPTH) {
      return new Unsupported("expression nested more than " + MAXIMUM_DEPTH + " deep", type(node));
    }
    depth++;
    try {
      return convert(node);
    } finally {
      depth--;
    }
  }

  private Expression convert(Node node) {
    Expression ofQuery = ofQuery(node);
    if (ofQuery != null) {
      return ofQuery;
    }
    return switch (node.name()) {
      case "VAR" -> column(node);
      case "CONST" -> facts.constant((int) node.number("consttypmod"));
      case "PARAM" -> parameter(node);
      case "OPEXPR" -> operatorCall(node);
      case "DISTINCTEXPR" -> distinct(node);
      case "FUNCEXPR" -> functionCall(node);
      case "SCALARARRAYOPEXPR" -> arrayComparison(node);
      case "BOOLEXPR" -> logical(node);
      case "NULLTEST" -> nullTest(node);
      case "BOOLEANTEST" -> booleanTest(node);
      case "RELABELTYPE" ->
          new Relabel(
              argument(node),
              type(node, "resulttype", "resulttypmod"),
              facts.collation(node.number("resultcollid", 0)));
      case "COLLATEEXPR" -> collate(node);
      case "COALESCEEXPR" ->
          new Coalesce(convertAll(node.list("args")), facts.type(node.number("coalescetype")));
      case "CASEEXPR" -> choice(node);
      case "CASETESTEXPR" -> testedValue(node);
      default -> convertRarer(node);
    };
  }

  private Expression convertRarer(Node node) {
    return switch (node.name()) {
      case "NULLIFEXPR" -> nullIf(node);
      case "MINMAXEXPR" ->
          new Extremum(
              node.number("op") == 0,
              convertAll(node.list("args")),
              facts.type(node.number("minmaxtype")),
              inputCollation(node));
      case "ARRAYEXPR" ->
          new ArrayConstructor(
              convertAll(node.list("elements")),
              facts.type(node.number("array_typeid")),
              node.flag("multidims"));
      case "COERCEVIAIO" ->
          new CoerceViaIo(
              argument(node),
              facts.type(node.number("resulttype")),
              facts.collation(node.number("resultcollid", 0)));
      case "ARRAYCOERCEEXPR" -> arrayCoercion(node);
      case "SUBSCRIPTINGREF" -> subscript(node);
      case "ROWEXPR" ->
          new RowConstructor(
              convertAll(node.list("args")), facts.typeOrNull(node.number("row_typeid")));
      case "FIELDSELECT" -> fieldSelect(node);
      case "ROWCOMPAREEXPR" -> rowComparison(node);
      default -> unsupported(node);
    };
  }

  private Expression column(Node node) {
    int number = (int) node.number("varattno");
    boolean ordinary =
        number > 0 && node.number("varlevelsup", 0) == 0 && node.number("varreturningtype", 0) == 0;
    if (!ordinary) {
      return unsupported(node);
    }
    ColumnDefinition column = facts.column(number);
    return new ColumnReference(
        column.name(), number, column.type(), facts.collation(node.number("varcollid", 0)));
  }

  private Expression parameter(Node node) {
    if (node.number("paramkind") != PARAM_EXTERN) {
      return unsupported(node);
    }
    return new Parameter((int) node.number("paramid"), type(node, "paramtype", "paramtypmod"));
  }

  private Expression operatorCall(Node node) {
    if (node.flag("opretset")) {
      return unsupported(node);
    }
    return new OperatorCall(
        facts.operator(node.number("opno")),
        convertAll(node.list("args")),
        facts.type(node.number("opresulttype")),
        inputCollation(node));
  }

  private Expression distinct(Node node) {
    List<TreeValue> arguments = node.list("args");
    return new DistinctComparison(
        facts.operator(node.number("opno")),
        convert(arguments.get(0)),
        convert(arguments.get(1)),
        BOOL,
        inputCollation(node));
  }

  private Expression functionCall(Node node) {
    if (node.flag("funcretset")) {
      return unsupported(node);
    }
    return new FunctionCall(
        facts.function(node.number("funcid")),
        convertAll(node.list("args")),
        node.flag("funcvariadic"),
        facts.type(node.number("funcresulttype")),
        inputCollation(node));
  }

  private Expression arrayComparison(Node node) {
    List<TreeValue> arguments = node.list("args");
    return new ArrayComparison(
        facts.operator(node.number("opno")),
        node.flag("useOr"),
        convert(arguments.get(0)),
        convert(arguments.get(1)),
        BOOL,
        inputCollation(node));
  }

  private Expression logical(Node node) {
    String connective = node.text("boolop");
    for (Connective known : Connective.values()) {
      if (known.name().equalsIgnoreCase(connective)) {
        return new Logical(known, convertAll(node.list("args")), BOOL);
      }
    }
    return unsupported(node);
  }

  private Expression nullTest(Node node) {
    if (node.flag("argisrow")) {
      return unsupported(node);
    }
    return new NullTest(argument(node), node.number("nulltesttype") == 0, BOOL);
  }

  private Expression booleanTest(Node node) {
    long test = node.number("booltesttype");
    // The tests come in pairs, IS before IS NOT: TRUE, FALSE, UNKNOWN.
    return new BooleanTest(argument(node), BOOLEAN_TEST_VALUES.get(test), test % 2 == 1, BOOL);
  }

  private Expression collate(Node node) {
    Expression argument = argument(node);
    return new Relabel(argument, argument.type(), facts.collation(node.number("collOid")));
  }

  private Expression choice(Node node) {
    boolean hasOperand = node.field("arg") instanceof Node;
    if (hasOperand) {
      Expression operand = argument(node);
      if (isVolatile(operand)) {
        // It would be computed once for each condition.
        return unsupported(node);
      }
      testedValues.push(operand);
    }
    List<Branch> branches = new ArrayList<>();
    for (TreeValue value : node.list("args")) {
      Node when = (Node) value;
      branches.add(new Branch(convert(when.field("expr")), convert(when.field("result"))));
    }
    PostgresType type = facts.type(node.number("casetype"));
    Expression otherwise =
        node.field("defresult") instanceof Node result
            ? convert(result)
            : new Constant(type, null, null);
    if (hasOperand) {
      testedValues.pop();
    }
    return new Case(branches, otherwise, type);
  }

  /** The operand of the innermost CASE, or the element of the innermost cast of an array. */
  private Expression testedValue(Node node) {
    return testedValues.isEmpty() ? unsupported(node) : testedValues.peek();
  }

  private static boolean isVolatile(Expression expression) {
    return expression instanceof FunctionCall call && call.function().volatility() == 'v'
        || Expressions.children(expression).stream().anyMatch(ExpressionConverter::isVolatile);
  }

  private Expression nullIf(Node node) {
    List<TreeValue> arguments = node.list("args");
    return new NullIf(
        facts.operator(node.number("opno")),
        convert(arguments.get(0)),
        convert(arguments.get(1)),
        facts.type(node.number("opresulttype")),
        inputCollation(node));
  }

  private Expression arrayCoercion(Node node) {
    Expression argument = argument(node);
    if (argument.type() == null || argument.type().element() == null) {
      return unsupported(node);
    }
    testedValues.push(new ArrayElement(argument.type().element()));
    Expression element = convert(node.field("elemexpr"));
    testedValues.pop();
    return new ArrayCoercion(argument, element, type(node, "resulttype", "resulttypmod"));
  }

  private Expression subscript(Node node) {
    if (node.field("refassgnexpr") instanceof Node) {
      return unsupported(node);
    }
    return new Subscript(
        convert(node.field("refexpr")),
        bounds(node.list("refupperindexpr")),
        bounds(node.list("reflowerindexpr")),
        type(node, "refrestype", "reftypmod"));
  }

  private List<Expression> bounds(List<TreeValue> values) {
    List<Expression> bounds = new ArrayList<>(values.size());
    for (TreeValue value : values) {
      bounds.add(value instanceof Node ? convert(value) : null);
    }
    return bounds;
  }

  /** {@code (a, b) < (c, d)} is {@code a < c OR a = c AND b < d}, NULLs included. */
  private Expression rowComparison(Node node) {
    List<Expression> left = convertAll(node.list("largs"));
    List<Expression> right = convertAll(node.list("rargs"));
    List<TreeValue> operators = node.list("opnos");
    List<TreeValue> collations = node.list("inputcollids");
    Expression comparison = null;
    for (int i = operators.size() - 1; i >= 0; i--) {
      Operator operator = facts.operator(((Token) operators.get(i)).number());
      String name = operator.name();
      boolean known = name.startsWith("<") || name.startsWith(">");
      if (!known
          || !operator.schema().equals("pg_catalog")
          || isVolatile(left.get(i))
          || isVolatile(right.get(i))) {
        return unsupported(node);
      }
      List<Expression> sides = List.of(left.get(i), right.get(i));
      Collation collation = facts.collation(((Token) collations.get(i)).number());
      comparison =
          comparison == null
              ? new OperatorCall(operator, sides, BOOL, collation)
              : new Logical(
                  Connective.OR,
                  List.of(
                      new OperatorCall(
                          named(operator, name.substring(0, 1)), sides, BOOL, collation),
                      new Logical(
                          Connective.AND,
                          List.of(
                              new OperatorCall(named(operator, "="), sides, BOOL, collation),
                              comparison),
                          BOOL)),
                  BOOL);
    }
    return comparison;
  }

  /** Another comparison of the same types, which PostgreSQL has for all that it compares. */
  private static Operator named(Operator operator, String name) {
    return new Operator(0, operator.schema(), name, operator.left(), operator.right());
  }

  private Expression fieldSelect(Node node) {
    Expression argument = argument(node);
    String attribute =
        argument.type() == null
            ? null
            : facts.attribute(argument.type().oid(), node.number("fieldnum"));
    return attribute == null
        ? unsupported(node)
        : new FieldSelect(argument, attribute, type(node, "resulttype", "resulttypmod"));
  }

  final Unsupported unsupported(Node node) {
    return new Unsupported(node.name(), type(node));
  }

  private PostgresType type(Node node) {
    for (String field : TYPE_FIELDS) {
      if (node.field(field) != null) {
        return facts.typeOrNull(node.number(field));
      }
    }
    return null;
  }

  final PostgresType type(Node node, String oid, String modifier) {
    return facts.type(node.number(oid), node.number(modifier, -1));
  }

  final Collation inputCollation(Node node) {
    return facts.collation(node.number("inputcollid", 0));
  }

  private Expression argument(Node node) {
    return convert(node.field("arg"));
  }

  final List<Expression> convertAll(List<TreeValue> values) {
    List<Expression> expressions = new ArrayList<>(values.size());
    for (TreeValue value : values) {
      expressions.add(convert(value));
    }
    return expressions;
  }
}
