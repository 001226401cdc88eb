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
   * The collation that governs text.
   *
   * @param isC whether it is that of C in all respects: letters but those of ASCII have no case
   * @param deterministic whether equal means the same bytes
   * @param byteOrder whether it compares by bytes, as C and also C.UTF-8 do
   * @param asciiCase whether upper and lower case of ASCII's letters are those of English
   */
  record Collation(
      long oid,
      String name,
      boolean isC,
      boolean deterministic,
      boolean byteOrder,
      boolean asciiCase) {

    /** A collation that compares by bytes, and whose letters are known, only if it is that of C. */
    public Collation(long oid, String name, boolean isC, boolean deterministic) {
      this(oid, name, isC, deterministic, isC, isC);
    }
  }

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

  /**
   * A call of a function.
   *
   * @param variadic whether the last argument is an array that stands for the arguments of a
   *     variadic parameter
   * @param collation its input collation, null where none matters
   */
  record FunctionCall(
      Function function,
      List<Expression> arguments,
      boolean variadic,
      PostgresType type,
      Collation collation)
      implements Expression {

    public FunctionCall {
      arguments = List.copyOf(arguments);
    }

    /** A call with one argument for each parameter. */
    public FunctionCall(
        Function function, List<Expression> arguments, PostgresType type, Collation collation) {
      this(function, arguments, false, type, collation);
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

  /**
   * A change of type or collation that keeps the bits (a relabelling, e.g. varchar to text).
   *
   * @param collation that of the value from here on; null where its type has none
   */
  record Relabel(Expression argument, PostgresType type, Collation collation)
      implements Expression {

    /** A relabelling to a type without collation. */
    public Relabel(Expression argument, PostgresType type) {
      this(argument, type, null);
    }
  }

  /**
   * {@code NULLIF(left, right)}.
   *
   * @param operator the equality it stands on
   */
  record NullIf(
      Operator operator, Expression left, Expression right, PostgresType type, Collation collation)
      implements Expression {}

  /** GREATEST or LEAST: NULL only where all arguments are. */
  record Extremum(
      boolean greatest, List<Expression> arguments, PostgresType type, Collation collation)
      implements Expression {

    public Extremum {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * {@code ARRAY[…]}.
   *
   * @param nested whether the elements are arrays, which become one array of a dimension more
   */
  record ArrayConstructor(List<Expression> elements, PostgresType type, boolean nested)
      implements Expression {

    public ArrayConstructor {
      elements = List.copyOf(elements);
    }
  }

  /** A cast by writing the value as text and reading that as the other type. */
  record CoerceViaIo(Expression argument, PostgresType type, Collation collation)
      implements Expression {}

  /**
   * A cast of an array by casting its elements.
   *
   * @param element the cast of one element, in which {@link ArrayElement} stands for the element
   */
  record ArrayCoercion(Expression argument, Expression element, PostgresType type)
      implements Expression {}

  /** The element that an {@link ArrayCoercion} casts. Never seen outside of one. */
  record ArrayElement(PostgresType type) implements Expression {}

  /**
   * An element, or with {@code lower} a slice, of an array or of another type with subscripts.
   *
   * @param upper the subscripts, or upper bounds; an item is null where a slice leaves it out
   * @param lower the lower bounds of a slice; empty where this is no slice; an item is null where a
   *     slice leaves it out
   */
  record Subscript(
      Expression container, List<Expression> upper, List<Expression> lower, PostgresType type)
      implements Expression {

    public Subscript {
      upper = Collections.unmodifiableList(new ArrayList<>(upper));
      lower = Collections.unmodifiableList(new ArrayList<>(lower));
    }
  }

  /** {@code ROW(…)}. */
  record RowConstructor(List<Expression> fields, PostgresType type) implements Expression {

    public RowConstructor {
      fields = List.copyOf(fields);
    }
  }

  /** A field of a value of a composite type. */
  record FieldSelect(Expression argument, String attribute, PostgresType type)
      implements Expression {}

  /** The first argument that is not NULL; later ones are not computed. */
  record Coalesce(List<Expression> arguments, PostgresType type) implements Expression {

    public Coalesce {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * The value of the first branch whose condition is true. In CASE with an operand, that stands in
   * each condition.
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

  /** What only whole queries have: aggregates, sub-queries and the like. No qual holds one. */
  non-sealed interface QueryExpression extends Expression {

    /**
     * The parts it is made of that belong to the query it stands in; empty where there are none.
     */
    List<Expression> parts();
  }

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
