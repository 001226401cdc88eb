// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi.expression;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression.ArrayCoercion;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.ArrayConstructor;
import io.icebridge.bridge.spi.expression.Expression.BooleanTest;
import io.icebridge.bridge.spi.expression.Expression.Branch;
import io.icebridge.bridge.spi.expression.Expression.Case;
import io.icebridge.bridge.spi.expression.Expression.Coalesce;
import io.icebridge.bridge.spi.expression.Expression.CoerceViaIo;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.DistinctComparison;
import io.icebridge.bridge.spi.expression.Expression.Extremum;
import io.icebridge.bridge.spi.expression.Expression.FieldSelect;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.NullIf;
import io.icebridge.bridge.spi.expression.Expression.NullTest;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import io.icebridge.bridge.spi.expression.Expression.Relabel;
import io.icebridge.bridge.spi.expression.Expression.RowConstructor;
import io.icebridge.bridge.spi.expression.Expression.Subscript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What wrappers often do with expressions. All methods are pure and safe from any thread. */
public final class Expressions {

  private Expressions() {}

  /** The parts an expression is made of, in PostgreSQL's order; empty for leaves. */
  public static List<Expression> children(Expression expression) {
    if (expression instanceof OperatorCall call) {
      return call.arguments();
    }
    if (expression instanceof FunctionCall call) {
      return call.arguments();
    }
    if (expression instanceof Logical logical) {
      return logical.arguments();
    }
    if (expression instanceof DistinctComparison comparison) {
      return List.of(comparison.left(), comparison.right());
    }
    if (expression instanceof ArrayComparison comparison) {
      return List.of(comparison.left(), comparison.array());
    }
    if (expression instanceof NullTest test) {
      return List.of(test.argument());
    }
    if (expression instanceof BooleanTest test) {
      return List.of(test.argument());
    }
    if (expression instanceof Relabel relabel) {
      return List.of(relabel.argument());
    }
    if (expression instanceof Coalesce coalesce) {
      return coalesce.arguments();
    }
    if (expression instanceof Case choice) {
      List<Expression> children = new ArrayList<>();
      for (Branch branch : choice.branches()) {
        children.add(branch.condition());
        children.add(branch.value());
      }
      children.add(choice.otherwise());
      return children;
    }
    return childrenOfRarer(expression);
  }

  private static List<Expression> childrenOfRarer(Expression expression) {
    if (expression instanceof NullIf nullIf) {
      return List.of(nullIf.left(), nullIf.right());
    }
    if (expression instanceof Extremum extremum) {
      return extremum.arguments();
    }
    if (expression instanceof ArrayConstructor array) {
      return array.elements();
    }
    if (expression instanceof CoerceViaIo coercion) {
      return List.of(coercion.argument());
    }
    if (expression instanceof ArrayCoercion coercion) {
      return List.of(coercion.argument(), coercion.element());
    }
    if (expression instanceof Subscript subscript) {
      List<Expression> children = new ArrayList<>();
      children.add(subscript.container());
      subscript.upper().stream().filter(Objects::nonNull).forEach(children::add);
      subscript.lower().stream().filter(Objects::nonNull).forEach(children::add);
      return children;
    }
    if (expression instanceof RowConstructor row) {
      return row.fields();
    }
    if (expression instanceof FieldSelect field) {
      return List.of(field.argument());
    }
    return expression instanceof QueryExpression query ? query.parts() : List.of();
  }

  /** The columns an expression reads, each once, in the order of their first use. */
  public static Collection<ColumnReference> columns(Expression expression) {
    // By number: generating the hashCode of a record takes tens of milliseconds in a new backend.
    Map<Integer, ColumnReference> columns = new LinkedHashMap<>();
    collectColumns(expression, columns);
    return columns.values();
  }

  private static void collectColumns(Expression expression, Map<Integer, ColumnReference> columns) {
    if (expression instanceof ColumnReference column) {
      columns.putIfAbsent(column.number(), column);
    }
    for (Expression child : children(expression)) {
      collectColumns(child, columns);
    }
  }

  /**
   * The name of the operator that gives the same with its operands exchanged, for the six
   * comparisons; any other name as it is.
   */
  public static String commuted(String operator) {
    return switch (operator) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> operator;
    };
  }

  /** Whether an expression holds a value known only when the scan starts. */
  public static boolean hasParameters(Expression expression) {
    return expression instanceof Parameter
        || children(expression).stream().anyMatch(Expressions::hasParameters);
  }

  /**
   * The same expression with every parameter replaced by its value. A {@link QueryExpression} stays
   * as it is.
   *
   * @param values the parameters' values in order
   * @throws IllegalArgumentException where a parameter has no value in the list
   */
  public static Expression bind(Expression expression, List<Constant> values) {
    return replace(
        expression, part -> part instanceof Parameter parameter ? value(parameter, values) : null);
  }

  private static Constant value(Parameter parameter, List<Constant> values) {
    if (parameter.index() < 0 || parameter.index() >= values.size()) {
      throw new IllegalArgumentException(
          "parameter " + parameter.index() + " has no value, there are " + values.size());
    }
    return values.get(parameter.index());
  }

  /**
   * The same expression with some of its parts replaced. The parts of a {@link QueryExpression}
   * stay as they are.
   *
   * @param replacement what to put in place of a part; null to look into the part instead
   */
  public static Expression replace(Expression expression, UnaryOperator<Expression> replacement) {
    Expression replaced = replacement.apply(expression);
    return replaced != null ? replaced : replaceInCommon(expression, replacement);
  }

  private static Expression replaceInCommon(
      Expression expression, UnaryOperator<Expression> replacement) {
    PostgresType type = expression.type();
    if (expression instanceof OperatorCall call) {
      return new OperatorCall(
          call.operator(), replaceAll(call.arguments(), replacement), type, call.collation());
    }
    if (expression instanceof FunctionCall call) {
      return new FunctionCall(
          call.function(),
          replaceAll(call.arguments(), replacement),
          call.variadic(),
          type,
          call.collation());
    }
    if (expression instanceof Logical logical) {
      return new Logical(logical.connective(), replaceAll(logical.arguments(), replacement), type);
    }
    if (expression instanceof DistinctComparison comparison) {
      return new DistinctComparison(
          comparison.operator(),
          replace(comparison.left(), replacement),
          replace(comparison.right(), replacement),
          type,
          comparison.collation());
    }
    if (expression instanceof ArrayComparison comparison) {
      return new ArrayComparison(
          comparison.operator(),
          comparison.any(),
          replace(comparison.left(), replacement),
          replace(comparison.array(), replacement),
          type,
          comparison.collation());
    }
    if (expression instanceof NullTest test) {
      return new NullTest(replace(test.argument(), replacement), test.isNull(), type);
    }
    if (expression instanceof BooleanTest test) {
      return new BooleanTest(
          replace(test.argument(), replacement), test.value(), test.negated(), type);
    }
    if (expression instanceof Relabel relabel) {
      return new Relabel(replace(relabel.argument(), replacement), type, relabel.collation());
    }
    if (expression instanceof Coalesce coalesce) {
      return new Coalesce(replaceAll(coalesce.arguments(), replacement), type);
    }
    if (expression instanceof Case choice) {
      List<Branch> branches =
          choice.branches().stream()
              .map(
                  b ->
                      new Branch(
                          replace(b.condition(), replacement), replace(b.value(), replacement)))
              .toList();
      return new Case(branches, replace(choice.otherwise(), replacement), type);
    }
    return replaceInRarer(expression, replacement);
  }

  private static Expression replaceInRarer(
      Expression expression, UnaryOperator<Expression> replacement) {
    PostgresType type = expression.type();
    if (expression instanceof NullIf nullIf) {
      return new NullIf(
          nullIf.operator(),
          replace(nullIf.left(), replacement),
          replace(nullIf.right(), replacement),
          type,
          nullIf.collation());
    }
    if (expression instanceof Extremum extremum) {
      return new Extremum(
          extremum.greatest(),
          replaceAll(extremum.arguments(), replacement),
          type,
          extremum.collation());
    }
    if (expression instanceof ArrayConstructor array) {
      return new ArrayConstructor(replaceAll(array.elements(), replacement), type, array.nested());
    }
    if (expression instanceof CoerceViaIo coercion) {
      return new CoerceViaIo(replace(coercion.argument(), replacement), type, coercion.collation());
    }
    if (expression instanceof ArrayCoercion coercion) {
      return new ArrayCoercion(
          replace(coercion.argument(), replacement),
          replace(coercion.element(), replacement),
          type);
    }
    if (expression instanceof Subscript subscript) {
      return new Subscript(
          replace(subscript.container(), replacement),
          replaceAll(subscript.upper(), replacement),
          replaceAll(subscript.lower(), replacement),
          type);
    }
    if (expression instanceof RowConstructor row) {
      return new RowConstructor(replaceAll(row.fields(), replacement), type);
    }
    if (expression instanceof FieldSelect field) {
      return new FieldSelect(replace(field.argument(), replacement), field.attribute(), type);
    }
    return expression;
  }

  private static List<Expression> replaceAll(
      List<Expression> expressions, UnaryOperator<Expression> replacement) {
    List<Expression> replaced = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      // A bound that a slice leaves out is null.
      replaced.add(expression == null ? null : replace(expression, replacement));
    }
    return replaced;
  }
}
