// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression.ArrayCoercion;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.ArrayConstructor;
import io.icebridge.bridge.spi.expression.Expression.ArrayElement;
import io.icebridge.bridge.spi.expression.Expression.BooleanTest;
import io.icebridge.bridge.spi.expression.Expression.Branch;
import io.icebridge.bridge.spi.expression.Expression.Case;
import io.icebridge.bridge.spi.expression.Expression.Coalesce;
import io.icebridge.bridge.spi.expression.Expression.CoerceViaIo;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.DistinctComparison;
import io.icebridge.bridge.spi.expression.Expression.Extremum;
import io.icebridge.bridge.spi.expression.Expression.FieldSelect;
import io.icebridge.bridge.spi.expression.Expression.Function;
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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpressionsTest {

  private static final PostgresType INT4 = base(23, "int4");
  private static final PostgresType BOOL = base(16, "bool");
  private static final ColumnReference COLUMN = new ColumnReference("a", 1, INT4, null);
  private static final Constant SEVEN = new Constant(INT4, "7", null);
  private static final Parameter PARAMETER = new Parameter(1, INT4);
  private static final Operator EQUALS = new Operator(96, "pg_catalog", "=", INT4, INT4);
  private static final Function ABS = new Function(1397, "pg_catalog", "abs", List.of(INT4), 'i');

  static List<Expression> everyKindAroundAParameter() {
    return everyKindAround(PARAMETER);
  }

  @ParameterizedTest
  @MethodSource("everyKindAroundAParameter")
  void bindReplacesParametersInEveryKindAndKeepsTheRest(Expression expression) {
    int kind = everyKindAroundAParameter().indexOf(expression);

    Expression bound = Expressions.bind(expression, List.of(new Constant(INT4, "1", null), SEVEN));

    assertThat(bound).isEqualTo(everyKindAround(SEVEN).get(kind));
    assertThat(Expressions.hasParameters(expression)).isTrue();
    assertThat(Expressions.hasParameters(bound)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("everyKindAroundAParameter")
  void columnsAreFoundOnceInEveryKind(Expression expression) {
    assertThat(Expressions.columns(new Logical(Connective.OR, List.of(expression, COLUMN), BOOL)))
        .containsExactly(COLUMN);
  }

  @Test
  void aParameterWithoutValueIsRefused() {
    assertThatThrownBy(() -> Expressions.bind(PARAMETER, List.of(SEVEN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameter 1 has no value");
  }

  @Test
  void anArrayConstantMayHoldNullElementsAndIsNotItselfNull() {
    Constant array = new Constant(INT4, null, Arrays.asList("1", null));

    assertThat(array.isNull()).isFalse();
    assertThat(array.elements()).containsExactly("1", null);
  }

  private static List<Expression> everyKindAround(Expression part) {
    return List.of(
        new OperatorCall(EQUALS, List.of(COLUMN, part), BOOL, null),
        new FunctionCall(ABS, List.of(part), INT4, null),
        new Logical(Connective.NOT, List.of(part), BOOL),
        new DistinctComparison(EQUALS, COLUMN, part, BOOL, null),
        new ArrayComparison(EQUALS, true, COLUMN, part, BOOL, null),
        new NullTest(part, true, BOOL),
        new BooleanTest(part, true, true, BOOL),
        new Relabel(part, INT4),
        new Coalesce(List.of(COLUMN, part), INT4),
        new Case(List.of(new Branch(part, COLUMN)), part, INT4),
        new NullIf(EQUALS, COLUMN, part, INT4, null),
        new Extremum(true, List.of(COLUMN, part), INT4, null),
        new ArrayConstructor(List.of(COLUMN, part), INT4, false),
        new CoerceViaIo(part, INT4, null),
        new ArrayCoercion(part, new ArrayElement(INT4), INT4),
        new Subscript(part, Arrays.asList(COLUMN, null), List.of(part, COLUMN), INT4),
        new RowConstructor(List.of(COLUMN, part), INT4),
        new FieldSelect(part, "a", INT4));
  }

  private static PostgresType base(long oid, String name) {
    return new PostgresType(
        oid, "pg_catalog", name, -1, name, PostgresType.Kind.BASE, null, List.of());
  }
}
