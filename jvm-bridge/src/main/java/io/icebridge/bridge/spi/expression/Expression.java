// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi.expression;

import io.icebridge.bridge.spi.PostgresType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A PostgreSQL expression over the columns of one table, names resolved. Immutable.
 *
 * <p>What has no type of its own here is {@link Unsupported}, so a wrapper that switches over the
 * kinds it knows and leaves the rest alone is always right.
 */
public sealed interface Expression {

  /** The type of its value. Null only for an {@link Unsupported} whose type is not known. */
  PostgresType type();

  /**
   * The collation that governs text: its name, whether it compares by bytes, whether equal means
   * the same bytes.
   */
  record Collation(long oid, String name, boolean isC, boolean deterministic) {}

  /** A column of the table. {@code collation} is null for types without one. */
  record ColumnReference(String name, int number, PostgresType type, Collation collation)
      implements Expression {}

  /**
   * A constant.
   *
   * @param text PostgreSQL's text form in ISO style and UTC; null for NULL and for one-dimensional
   *     arrays
   * @param elements the elements of a one-dimensional or empty array in the same form (a null
   *     element is NULL); null for everything else
   */
  record Constant(PostgresType type, String text, List<String> elements) implements Expression {

    public Constant {
      if (elements != null) {
        // List.copyOf refuses the nulls that stand for NULL elements.
        elements = Collections.unmodifiableList(new ArrayList<>(elements));
      }
    }

    /** Whether this is NULL. */
    public boolean isNull() {
      return text == null && elements == null;
    }
  }

  /** A value known only when the scan starts, numbered from 0. Never seen by {@code Table.scan}. */
  record Parameter(int index, PostgresType type) implements Expression {}

  /** A call of a function. {@code collation} is its input collation, null where none matters. */
  record FunctionCall(
      Function function, List<Expression> arguments, PostgresType type, Collation collation)
      implements Expression {

    public FunctionCall {
      arguments = List.copyOf(arguments);
    }
  }

  /** A call of an operator with one or two operands. */
  record OperatorCall(
      Operator operator, List<Expression> arguments, PostgresType type, Collation collation)
      implements Expression {

    public OperatorCall {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * {@code left IS DISTINCT FROM right}. IS NOT DISTINCT FROM is the {@link Logical} NOT of it.
   *
   * @param operator the equality it stands on
   */
  record DistinctComparison(
      Operator operator, Expression left, Expression right, PostgresType type, Collation collation)
      implements Expression {}

  /** {@code left op ANY (array)}, or ALL. */
  record ArrayComparison(
      Operator operator,
      boolean any,
      Expression left,
      Expression array,
      PostgresType type,
      Collation collation)
      implements Expression {}

  /** AND, OR, NOT. */
  record Logical(Connective connective, List<Expression> arguments, PostgresType type)
      implements Expression {

    public Logical {
      arguments = List.copyOf(arguments);
    }
  }

  /** IS [NOT] NULL of a value that is no row. */
  record NullTest(Expression argument, boolean isNull, PostgresType type) implements Expression {}

  /** IS [NOT] TRUE, FALSE, UNKNOWN. {@code value} is null for UNKNOWN. */
  record BooleanTest(Expression argument, Boolean value, boolean negated, PostgresType type)
      implements Expression {}

  /** A change of type that keeps the bits (a relabelling, e.g. varchar to text). */
  record Relabel(Expression argument, PostgresType type) implements Expression {}

  /** The first argument that is not NULL; later ones are not computed. */
  record Coalesce(List<Expression> arguments, PostgresType type) implements Expression {

    public Coalesce {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * The value of the first branch whose condition is true. CASE with an operand is {@link
   * Unsupported}.
   *
   * @param otherwise the value where no condition is true, a NULL constant where ELSE was left out
   */
  record Case(List<Branch> branches, Expression otherwise, PostgresType type)
      implements Expression {

    public Case {
      branches = List.copyOf(branches);
    }
  }

  /** A branch of {@link Case}. */
  record Branch(Expression condition, Expression value) {}

  /** Anything else: {@code node} is PostgreSQL's name of it. */
  record Unsupported(String node, PostgresType type) implements Expression {}

  /** How booleans are connected. */
  enum Connective {
    AND,
    OR,
    NOT
  }

  /** A function's identity. {@code volatility} is {@code i}, {@code s} or {@code v}. */
  record Function(
      long oid, String schema, String name, List<PostgresType> arguments, char volatility) {

    public Function {
      arguments = List.copyOf(arguments);
    }
  }

  /** An operator's identity; {@code left} is null for prefix operators. */
  record Operator(long oid, String schema, String name, PostgresType left, PostgresType right) {}
}
