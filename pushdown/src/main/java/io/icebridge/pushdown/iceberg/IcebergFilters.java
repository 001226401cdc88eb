// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.iceberg;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.BooleanTest;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.DistinctComparison;
import io.icebridge.bridge.spi.expression.Expression.FieldSelect;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.NullTest;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expression.Relabel;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Conditions as Iceberg's expressions. What comes out may keep rows the condition does not, but
 * drops none that it keeps, so it is good for leaving out files and for nothing else. Pure and safe
 * from any thread.
 *
 * <p>Parts that are not understood keep everything. That is only right where a part that keeps more
 * makes the whole keep more; so NOT never stands above anything here, but is moved down to the
 * comparisons.
 */
public final class IcebergFilters {

  private final Schema schema;

  private IcebergFilters(Schema schema) {
    this.schema = schema;
  }

  /**
   * The filter for quals joined by AND.
   *
   * @param schema the table's columns, found by the names PostgreSQL has for them
   */
  public static org.apache.iceberg.expressions.Expression of(
      List<Expression> quals, Schema schema) {
    IcebergFilters filters = new IcebergFilters(schema);
    org.apache.iceberg.expressions.Expression all = Expressions.alwaysTrue();
    for (Expression qual : quals) {
      all = Expressions.and(all, filters.convert(qual, false));
    }
    return all;
  }

  /**
   * What may be true of a row for which one of the quals is not true, be it false or NULL. Where it
   * cannot be of any row of a file, all rows of that file satisfy the quals.
   *
   * @return null where a qual is not understood well enough to tell
   */
  public static org.apache.iceberg.expressions.Expression failing(
      List<Expression> quals, Schema schema) {
    IcebergFilters filters = new IcebergFilters(schema);
    org.apache.iceberg.expressions.Expression any = Expressions.alwaysFalse();
    for (Expression qual : quals) {
      if (qual instanceof Constant constant && "t".equals(constant.text())) {
        continue;
      }
      CertainTruth truth = CertainTruth.of(qual, filters::column);
      if (truth == null) {
        return null;
      }
      any = Expressions.or(any, filters.convert(qual, true));
      for (String column : truth.columns()) {
        any = Expressions.or(any, Expressions.isNull(column));
      }
    }
    return any;
  }

  private org.apache.iceberg.expressions.Expression convert(
      Expression expression, boolean negated) {
    if (expression instanceof Logical logical) {
      return logical(logical, negated);
    }
    if (expression instanceof OperatorCall call && call.arguments().size() == 2) {
      return comparison(call, negated);
    }
    if (expression instanceof ArrayComparison comparison) {
      return array(comparison, negated);
    }
    if (expression instanceof DistinctComparison comparison && negated) {
      return notDistinct(comparison);
    }
    if (expression instanceof NullTest test) {
      return nullTest(test, negated);
    }
    if (expression instanceof BooleanTest test) {
      return booleanTest(test, negated);
    }
    if (expression instanceof ColumnReference column && type(column) instanceof Types.BooleanType) {
      return Expressions.equal(column.name(), !negated);
    }
    return Expressions.alwaysTrue();
  }

  private org.apache.iceberg.expressions.Expression logical(Logical logical, boolean negated) {
    if (logical.connective() == Connective.NOT) {
      return convert(logical.arguments().get(0), !negated);
    }
    boolean conjunction = (logical.connective() == Connective.AND) != negated;
    org.apache.iceberg.expressions.Expression result =
        conjunction ? Expressions.alwaysTrue() : Expressions.alwaysFalse();
    for (Expression argument : logical.arguments()) {
      org.apache.iceberg.expressions.Expression part = convert(argument, negated);
      result = conjunction ? Expressions.and(result, part) : Expressions.or(result, part);
    }
    return result;
  }

  private org.apache.iceberg.expressions.Expression comparison(OperatorCall call, boolean negated) {
    if (!"pg_catalog".equals(call.operator().schema())) {
      return Expressions.alwaysTrue();
    }
    Expression left = plain(call.arguments().get(0));
    Expression right = plain(call.arguments().get(1));
    String operator = call.operator().name();
    if (right instanceof Constant constant) {
      return left instanceof FunctionCall function
          ? monotone(function, operator, constant, negated)
          : compare(column(left), operator, constant, call.collation(), negated);
    }
    if (Comparison.isKnown(operator) && left instanceof Constant constant) {
      String commuted = io.icebridge.bridge.spi.expression.Expressions.commuted(operator);
      return right instanceof FunctionCall function
          ? monotone(function, commuted, constant, negated)
          : compare(column(right), commuted, constant, call.collation(), negated);
    }
    return Expressions.alwaysTrue();
  }

  private org.apache.iceberg.expressions.Expression monotone(
      FunctionCall function, String operator, Constant constant, boolean negated) {
    return Comparison.isKnown(operator) && constant.text() != null
        ? new Monotone(
                argument -> column(plain(argument)),
                negated ? Comparison.negated(operator) : operator,
                constant)
            .of(function)
        : Expressions.alwaysTrue();
  }

  private static org.apache.iceberg.expressions.Expression compare(
      FilteredColumn column,
      String operator,
      Constant constant,
      Expression.Collation collation,
      boolean negated) {
    if (column == null || constant.elements() != null) {
      return Expressions.alwaysTrue();
    }
    if (constant.isNull()) {
      // NULL, negated or not, keeps no row. Only these operators are known to be strict.
      return Comparison.isKnown(operator) ? Expressions.alwaysFalse() : Expressions.alwaysTrue();
    }
    return column.type() == null
        ? Expressions.alwaysTrue()
        : Comparison.of(column, operator, constant, collation, negated);
  }

  /** {@code = ANY} is IN, {@code <> ALL} is NOT IN; other operators are an OR or AND of many. */
  private org.apache.iceberg.expressions.Expression array(
      ArrayComparison comparison, boolean negated) {
    FilteredColumn left = column(plain(comparison.left()));
    boolean known =
        "pg_catalog".equals(comparison.operator().schema())
            && left != null
            && comparison.array() instanceof Constant array
            && array.elements() != null
            && array.type().element() != null;
    if (!known) {
      return Expressions.alwaysTrue();
    }
    Constant array = (Constant) comparison.array();
    boolean disjunction = comparison.any() != negated;
    org.apache.iceberg.expressions.Expression result =
        disjunction ? Expressions.alwaysFalse() : Expressions.alwaysTrue();
    for (String element : array.elements()) {
      org.apache.iceberg.expressions.Expression part =
          compare(
              left,
              comparison.operator().name(),
              new Constant(array.type().element(), element, null),
              comparison.collation(),
              negated);
      result = disjunction ? Expressions.or(result, part) : Expressions.and(result, part);
    }
    return result;
  }

  private org.apache.iceberg.expressions.Expression notDistinct(DistinctComparison comparison) {
    FilteredColumn column = column(plain(comparison.left()));
    if (column == null || !(plain(comparison.right()) instanceof Constant constant)) {
      return Expressions.alwaysTrue();
    }
    if (constant.isNull()) {
      return column.type() == null || column.nested()
          ? Expressions.alwaysTrue()
          : Expressions.isNull(column.name());
    }
    return compare(column, "=", constant, comparison.collation(), false);
  }

  private org.apache.iceberg.expressions.Expression nullTest(NullTest test, boolean negated) {
    if (!(plain(test.argument()) instanceof ColumnReference column)) {
      return Expressions.alwaysTrue();
    }
    Type type = type(column);
    if (type == null || !type.isPrimitiveType()) {
      return Expressions.alwaysTrue();
    }
    return test.isNull() != negated
        ? Expressions.isNull(column.name())
        : Expressions.notNull(column.name());
  }

  private org.apache.iceberg.expressions.Expression booleanTest(BooleanTest test, boolean negated) {
    boolean known =
        test.value() != null
            && test.negated() == negated
            && test.argument() instanceof ColumnReference column
            && type(column) instanceof Types.BooleanType;
    // IS NOT TRUE also holds for NULL, so only the plain tests tell anything.
    return known
        ? Expressions.equal(((ColumnReference) test.argument()).name(), test.value())
        : Expressions.alwaysTrue();
  }

  /** A column, or a field of one; null for anything else. */
  private FilteredColumn column(Expression expression) {
    if (expression instanceof ColumnReference column) {
      return new FilteredColumn(column.name(), type(column), column.type(), false);
    }
    Types.NestedField field = expression instanceof FieldSelect select ? field(select) : null;
    if (field == null) {
      return null;
    }
    return new FilteredColumn(
        schema.findColumnName(field.fieldId()), field.type(), expression.type(), true);
  }

  private Types.NestedField field(FieldSelect select) {
    Expression argument = select.argument();
    Type type =
        argument instanceof ColumnReference column
            ? type(column)
            : argument instanceof FieldSelect outer ? fieldType(outer) : null;
    if (type == null || !type.isStructType()) {
      return null;
    }
    List<Types.NestedField> fields = type.asStructType().fields();
    List<PostgresType.Attribute> attributes = argument.type().attributes();
    if (fields.size() != attributes.size()) {
      return null;
    }
    Types.NestedField found = null;
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).name().equals(attributes.get(i).name())) {
        return null;
      }
      if (fields.get(i).name().equals(select.attribute())) {
        found = fields.get(i);
      }
    }
    return found;
  }

  private Type fieldType(FieldSelect select) {
    Types.NestedField field = field(select);
    return field == null ? null : field.type();
  }

  private Type type(ColumnReference column) {
    // By the name at the top: "a.b" may be a column or a field of a struct.
    Types.NestedField field = schema.asStruct().field(column.name());
    Types.NestedField found = field == null ? null : schema.findField(column.name());
    return found == null || found.fieldId() != field.fieldId() ? null : field.type();
  }

  /** A varchar taken for a text has the same bytes. */
  private static Expression plain(Expression expression) {
    Expression inner = expression;
    while (inner instanceof Relabel relabel
        && relabel.type().is("text")
        && relabel.argument().type() != null
        && (relabel.argument().type().is("varchar") || relabel.argument().type().is("text"))) {
      inner = relabel.argument();
    }
    return inner;
  }
}
