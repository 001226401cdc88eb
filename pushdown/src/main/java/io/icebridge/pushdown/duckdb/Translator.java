// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.BooleanTest;
import io.icebridge.bridge.spi.expression.Expression.Branch;
import io.icebridge.bridge.spi.expression.Expression.Case;
import io.icebridge.bridge.spi.expression.Expression.Coalesce;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.DistinctComparison;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.NullTest;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import io.icebridge.bridge.spi.expression.Expression.Relabel;
import io.icebridge.bridge.spi.expression.Expression.Unsupported;
import io.icebridge.pushdown.duckdb.Comparisons.Side;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates expressions to DuckDB's SQL, or says why that cannot be done exactly. Has no state of
 * its own.
 */
public final class Translator {

  private static final String ARRAY_ALONE = "an array stands outside of ANY and ALL";

  private final Scope scope;
  private final boolean trapsAllowed;

  /**
   * A translator of expressions in one place of a query.
   *
   * @param trapsAllowed whether DuckDB may fail where PostgreSQL has an answer, e.g. since no row
   *     has been returned yet and the query is run again in PostgreSQL then. Where this is false
   *     all errors are errors in PostgreSQL, too.
   */
  public Translator(Scope scope, boolean trapsAllowed) {
    this.scope = scope;
    this.trapsAllowed = trapsAllowed;
  }

  boolean trapsAllowed() {
    return trapsAllowed;
  }

  /**
   * Translates a call of an aggregate.
   *
   * @throws NotShippable also for aggregates that exist, where DuckDB would give something else
   */
  public Operand aggregate(AggregateInvocation call) throws NotShippable {
    return new Aggregates(this).aggregate(call);
  }

  /** Translates a call of a function that needs a window. */
  public Operand window(AggregateInvocation call) throws NotShippable {
    return new Aggregates(this).window(call);
  }

  /** A column of any type, even of one that can only be tested for NULL. */
  Operand column(ColumnReference column) throws NotShippable {
    return scope.column(column);
  }

  /** The session's time zone; null where it is not known. */
  String timeZone() {
    return scope.timeZone();
  }

  /** Whether the session's style of dates is known to be ISO's. */
  boolean isoDates() {
    return scope.isoDates();
  }

  /** Whether the session is known to write floating-point numbers as shortly as possible. */
  boolean shortestFloats() {
    return scope.shortestFloats();
  }

  /** See {@link Scope#requireItself}. */
  void requireItself(Expression argument) throws NotShippable {
    scope.requireItself(withoutRelabels(argument));
  }

  /** Translates an expression. */
  public Operand translate(Expression expression) throws NotShippable {
    try {
      return spelled(expression);
    } catch (NotShippable e) {
      // What rows are grouped by has been computed, and did not fail, before a row is returned.
      Operand key = scope.groupKey(expression);
      if (key == null) {
        throw e;
      }
      return key;
    }
  }

  private Operand spelled(Expression expression) throws NotShippable {
    if (expression instanceof ColumnReference column) {
      Operand operand = scope.column(column);
      if (operand.type() == null) {
        throw new NotShippable(
            "type "
                + display(column.type())
                + " has no counterpart in DuckDB with the same meaning");
      }
      return operand;
    }
    if (expression instanceof Constant constant) {
      return constant(constant);
    }
    if (expression instanceof Parameter parameter) {
      return parameter(parameter);
    }
    if (expression instanceof OperatorCall call) {
      return new Calls(this).operator(call);
    }
    if (expression instanceof FunctionCall call) {
      return new Calls(this).function(call);
    }
    if (expression instanceof DistinctComparison comparison) {
      return new Calls(this).distinct(comparison);
    }
    if (expression instanceof ArrayComparison comparison) {
      return new ArrayComparisons(this).translate(comparison);
    }
    if (expression instanceof Logical logical) {
      return logical(logical);
    }
    if (expression instanceof NullTest test) {
      return nullTest(test);
    }
    if (expression instanceof BooleanTest test) {
      return booleanTest(test);
    }
    if (expression instanceof Relabel relabel) {
      return relabel(relabel);
    }
    if (expression instanceof Coalesce coalesce) {
      return coalesce(coalesce);
    }
    if (expression instanceof Case choice) {
      return choice(choice);
    }
    if (expression instanceof QueryExpression part) {
      return scope.query(part);
    }
    return new RarerExpressions(this).translate(expression);
  }

  /** A side of a comparison, where constants may have more digits than DuckDB's types. */
  Side side(Expression expression) throws NotShippable {
    Expression value = withoutRelabels(expression);
    if (value instanceof Constant constant) {
      requireScalar(constant);
      DuckDbType type = DuckDbType.ofValue(expression.type());
      return new Side(null, type.family(), constant);
    }
    if (value instanceof Parameter parameter) {
      requireScalar(parameter);
      DuckDbType type = DuckDbType.ofValue(expression.type());
      return new Side(Operand.atom(spelled(parameter), type), type.family(), parameter);
    }
    Operand operand = translate(expression);
    return new Side(operand, operand.type().family(), null);
  }

  static String spelled(Parameter parameter) {
    return "$" + (parameter.index() + 1);
  }

  private static Operand constant(Constant constant) throws NotShippable {
    requireScalar(constant);
    DuckDbType type = DuckDbType.ofValue(constant.type());
    if (constant.isNull()) {
      return nullOf(type);
    }
    return switch (type.family()) {
      case DECIMAL -> decimal(constant.text());
      case TIMESTAMP, TIMESTAMPTZ -> instant(type, constant.text());
      default -> Operand.atom(DuckDbLiterals.literal(type.family(), constant.text()), type);
    };
  }

  private static Operand nullOf(DuckDbType type) {
    DuckDbType shortest = type.family() == Family.DECIMAL ? DuckDbType.decimal(1, 0) : type;
    return Operand.atom("CAST(NULL AS " + shortest.sql() + ")", shortest);
  }

  private static Operand decimal(String text) throws NotShippable {
    DuckDbType type = Decimals.typeOf(text);
    return Operand.atom(DuckDbLiterals.decimal(text, type), type);
  }

  private static Operand instant(DuckDbType type, String text) throws NotShippable {
    Position position = Positions.of(type, type.family(), text);
    if (position.kind() != Position.Kind.AT) {
      throw new NotShippable("timestamp " + text + " is beyond DuckDB's range");
    }
    return Operand.atom(position.literal(), type);
  }

  private Operand parameter(Parameter parameter) throws NotShippable {
    if (scope.valuesDecide()) {
      return Operand.atom(spelled(parameter), DuckDbType.of(parameter.type()));
    }
    requireScalar(parameter);
    DuckDbType type = DuckDbType.ofValue(parameter.type());
    // A whole query is written anew with the value, and left to PostgreSQL where that is none of
    // DuckDB's; how many digits a numeric has must be known before.
    boolean decided = scope.timeZone() != null && type.family() != Family.DECIMAL;
    if (decided) {
      return Operand.atom(spelled(parameter), type);
    }
    return switch (type.family()) {
      case DECIMAL, TIMESTAMP, TIMESTAMPTZ ->
          throw new NotShippable(
              "whether a parameter of type "
                  + parameter.type().display()
                  + " is in DuckDB's range is not known");
      default -> Operand.atom(spelled(parameter), type);
    };
  }

  private Operand logical(Logical logical) throws NotShippable {
    if (logical.connective() == Connective.NOT) {
      return Operand.predicate("NOT " + condition(logical.arguments().get(0)).atom());
    }
    if (logical.arguments().isEmpty()) {
      String identity = logical.connective() == Connective.AND ? "TRUE" : "FALSE";
      return Operand.atom(identity, DuckDbType.of(Family.BOOLEAN));
    }
    List<String> parts = new ArrayList<>(logical.arguments().size());
    for (Expression argument : logical.arguments()) {
      parts.add(condition(argument).sqlUnderAnd());
    }
    return Operand.logical(String.join(" " + logical.connective() + " ", parts));
  }

  private Operand condition(Expression expression) throws NotShippable {
    Operand condition = translate(expression);
    if (condition.type().family() != Family.BOOLEAN) {
      throw new NotShippable("a condition is not of type boolean");
    }
    return condition;
  }

  private Operand nullTest(NullTest test) throws NotShippable {
    Expression argument = withoutRelabels(test.argument());
    // Whether a column is NULL can be asked whatever its type.
    Operand operand =
        argument instanceof ColumnReference column ? scope.column(column) : translate(argument);
    return Operand.predicate(operand.asKey() + (test.isNull() ? " IS NULL" : " IS NOT NULL"));
  }

  private Operand booleanTest(BooleanTest test) throws NotShippable {
    String value = test.value() == null ? "NULL" : test.value() ? "TRUE" : "FALSE";
    String is = test.negated() ? " IS NOT " : " IS ";
    return Operand.predicate(condition(test.argument()).atom() + is + value);
  }

  private Operand relabel(Relabel relabel) throws NotShippable {
    Family to = DuckDbType.family(relabel.type());
    Family from = DuckDbType.family(relabel.argument().type());
    if (to == null || to != from) {
      throw new NotShippable(
          "a "
              + display(relabel.argument().type())
              + " is taken for a "
              + display(relabel.type())
              + ", which DuckDB may write differently");
    }
    return translate(relabel.argument());
  }

  private Operand coalesce(Coalesce coalesce) throws NotShippable {
    List<String> parts = new ArrayList<>();
    List<String> scales = new ArrayList<>();
    List<Operand> operands = new ArrayList<>();
    for (Expression argument : coalesce.arguments()) {
      Operand operand = translate(argument);
      operands.add(operand);
      parts.add(operand.sql());
      scales.add("WHEN " + operand.atom() + " IS NOT NULL THEN " + operand.shownScaleSql());
    }
    Operand value =
        Operand.atom("COALESCE(" + String.join(", ", parts) + ")", Mixtures.type(operands));
    return Mixtures.shown(value, operands, "CASE " + String.join(" ", scales) + " END");
  }

  private Operand choice(Case choice) throws NotShippable {
    StringBuilder sql = new StringBuilder("CASE");
    StringBuilder scales = new StringBuilder("CASE");
    List<Operand> operands = new ArrayList<>();
    for (Branch branch : choice.branches()) {
      Operand value = translate(branch.value());
      operands.add(value);
      String when = " WHEN " + condition(branch.condition()).sql() + " THEN ";
      sql.append(when).append(value.sql());
      scales.append(when).append(value.shownScaleSql());
    }
    Operand otherwise = translate(choice.otherwise());
    operands.add(otherwise);
    sql.append(" ELSE ").append(otherwise.sql()).append(" END");
    scales.append(" ELSE ").append(otherwise.shownScaleSql()).append(" END");
    Operand value = Operand.atom(sql.toString(), Mixtures.type(operands));
    return Mixtures.shown(value, operands, scales.toString());
  }

  /** The part below relabellings that change nothing DuckDB would see. */
  static Expression withoutRelabels(Expression expression) {
    Expression inner = expression;
    while (inner instanceof Relabel relabel
        && DuckDbType.family(relabel.type()) != null
        && DuckDbType.family(relabel.type()) == DuckDbType.family(relabel.argument().type())) {
      inner = relabel.argument();
    }
    return inner;
  }

  private static void requireScalar(Constant constant) throws NotShippable {
    if (constant.elements() != null) {
      throw new NotShippable(ARRAY_ALONE);
    }
  }

  /** What its value will be is decided here, too: a constant that cannot be written out. */
  private static void requireScalar(Parameter parameter) throws NotShippable {
    if (DuckDbType.family(parameter.type()) == Family.LIST) {
      throw new NotShippable(ARRAY_ALONE);
    }
  }

  static NotShippable notUnderstood(Expression expression) {
    String node =
        expression instanceof Unsupported unsupported
            ? unsupported.node()
            : expression.getClass().getSimpleName();
    return new NotShippable("the expression holds a part that stays in PostgreSQL: " + node);
  }

  private static String display(PostgresType type) {
    return type == null ? "value" : type.display();
  }
}
