// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.BooleanTest;
import io.icebridge.bridge.spi.expression.Expression.Branch;
import io.icebridge.bridge.spi.expression.Expression.Case;
import io.icebridge.bridge.spi.expression.Expression.Coalesce;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.NullTest;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expression.Relabel;
import io.icebridge.bridge.spi.expression.Expression.Unsupported;
import io.icebridge.bridge.spi.expression.Expressions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbExpressionsTest {

  @ParameterizedTest
  @CsvSource({
    "=,C,true",
    "=,default,true",
    "=,ci,false",
    "=,none,false",
    "<,C,true",
    "<,default,false",
    "<,ci,false",
    "<,none,false",
    "~~,C,true",
    "~~,default,true",
    "~~,ci,false",
    "^@,default,true",
    "^@,ci,false",
    "~~*,C,true",
    "~,C,true"
  })
  void textIsShippableWhereItsCollationComparesAsDuckDbDoes(
      String operator, String collation, boolean shippable) {
    Expression call = text(operator, column("s", Types.TEXT), constant(Types.TEXT, "x"), collation);

    assertThat(DuckDbExpressions.shippable(call)).isEqualTo(shippable);
    assertThat(DuckDbExpressions.reasonNotShippable(call) == null).isEqualTo(shippable);
  }

  @Test
  void theReasonNamesTheOperatorAndTheCollation() {
    Expression call = text("<", column("s", Types.TEXT), constant(Types.TEXT, "x"), "default");

    assertThat(DuckDbExpressions.reasonNotShippable(call))
        .isEqualTo(
            "operator <(text, text) follows collation \"default\","
                + " DuckDB compares text by its bytes");
  }

  @Test
  void whatIsNotShippableHasNoSql() {
    Expression part = new Unsupported("SUBLINK", Types.BOOL);

    assertThat(DuckDbExpressions.reasonNotShippable(part)).contains("SUBLINK");
    assertThatThrownBy(() -> sql(part))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SUBLINK");
  }

  @Test
  void operatorsOfOtherSchemasAreNotShippable() {
    Operator own = new Operator(1, "public", "=", Types.INT4, Types.INT4);
    Expression call =
        new OperatorCall(
            own, List.of(column("a", Types.INT4), constant(Types.INT4, "1")), Types.BOOL, null);

    assertThat(DuckDbExpressions.shippable(call)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\", "\\", "a\\\\\\"})
  void patternsThatEndInTheEscapeCharacterStayInPostgres(String pattern) {
    assertThat(
            DuckDbExpressions.shippable(
                text("~~", column("s", Types.TEXT), constant(Types.TEXT, pattern), "C")))
        .isFalse();
  }

  @Test
  void aPatternThatIsAParameterStaysInPostgres() {
    assertThat(
            DuckDbExpressions.shippable(
                text("~~", column("s", Types.TEXT), new Parameter(0, Types.TEXT), "C")))
        .isFalse();
  }

  @Test
  void parametersAreShownByNumberFromOne() {
    Expression call = equal(column("a", Types.INT4), new Parameter(0, Types.INT4), Types.INT4);
    Constant value = constant(Types.INT4, "-5");

    assertThat(sql(call)).isEqualTo("a = $1");
    assertThat(sql(Expressions.bind(call, List.of(value)))).isEqualTo("a = (-5)::INTEGER");
  }

  @ParameterizedTest
  @CsvSource({"-1,-1,false", "38,38,true", "39,2,false", "5,-2,false", "3,5,false", "10,0,true"})
  void numericColumnsNeedDigitsThatDuckDbHas(int precision, int scale, boolean shippable) {
    PostgresType type = precision < 0 ? Types.NUMERIC : Types.numeric(precision, scale);

    assertThat(
            DuckDbExpressions.shippable(
                equal(column("n", type), new Parameter(0, Types.NUMERIC), Types.NUMERIC)))
        .isEqualTo(shippable);
  }

  @Test
  void columnsOfAnyTypeCanBeTestedForNull() {
    ColumnReference column = column("j", Types.base("jsonb"));

    assertThat(sql(new NullTest(column, true, Types.BOOL))).isEqualTo("j IS NULL");
    assertThat(sql(new NullTest(column, false, Types.BOOL))).isEqualTo("j IS NOT NULL");
    assertThat(DuckDbExpressions.shippable(column)).isFalse();
  }

  @Test
  void domainsAreComparedAsTheirBase() {
    PostgresType domain = Types.domain("cents", Types.numeric(12, 2));
    Expression relabelled = new Relabel(column("n", domain), Types.NUMERIC);

    assertThat(sql(equal(relabelled, constant(Types.NUMERIC, "1.5"), Types.NUMERIC)))
        .isEqualTo("n = CAST('1.50' AS DECIMAL(12,2))");
  }

  @Test
  void relabellingsThatDuckDbWouldSeeStayInPostgres() {
    Expression relabelled = new Relabel(column("a", Types.INT4), Types.base("oid"));

    assertThat(DuckDbExpressions.reasonNotShippable(relabelled)).contains("int4").contains("oid");
    assertThat(sql(new Relabel(column("v", Types.VARCHAR), Types.TEXT))).isEqualTo("v");
  }

  @Test
  void arraysOfSeveralDimensionsAreComparedElementByElement() {
    Constant array =
        new Constant(Types.array(Types.TEXT), "[0:0][0:1]={{a,NULL},{\"x\\\"y,\",\"NULL\"}}", null);

    assertThat(sql(any("=", column("s", Types.TEXT), array, Types.TEXT)))
        .isEqualTo("s IN ('a', NULL, 'x\"y,', 'NULL')");
  }

  @Test
  void arraysThatAreParametersAreShippableAndCanBeBound() {
    PostgresType type = Types.array(Types.DATE);
    Expression comparison = any("=", column("d", Types.DATE), new Parameter(2, type), Types.DATE);
    Constant value = new Constant(type, null, Arrays.asList("2020-01-01", "0044-03-15 BC", null));

    assertThat(sql(comparison)).isEqualTo("d = ANY($3)");
    assertThat(sql(Expressions.bind(comparison, List.of(value, value, value))))
        .isEqualTo("d IN ('2020-01-01'::DATE, '0044-03-15 (BC)'::DATE, NULL)");
  }

  @Test
  void conditionsAreParenthesizedWhereTheyBindLess() {
    Expression a = column("a", Types.BOOL);
    Expression b = column("b", Types.BOOL);
    Expression or = new Logical(Connective.OR, List.of(a, b), Types.BOOL);
    Expression not = new Logical(Connective.NOT, List.of(or), Types.BOOL);
    Expression and = new Logical(Connective.AND, List.of(or, not), Types.BOOL);

    assertThat(sql(new BooleanTest(and, true, true, Types.BOOL)))
        .isEqualTo("((a OR b) AND NOT (a OR b)) IS NOT TRUE");
  }

  @Test
  void coalesceAndCaseKeepTheExactTypeOfNumbers() {
    Expression narrow = column("n", Types.numeric(5, 2));
    Expression wide = column("w", Types.numeric(38, 0));
    Constant two = constant(Types.NUMERIC, "2.125");

    Expression fits = new Coalesce(List.of(narrow, two), Types.NUMERIC);
    assertThat(sql(equal(fits, constant(Types.NUMERIC, "7"), Types.NUMERIC)))
        .isEqualTo("COALESCE(n, CAST('2.125' AS DECIMAL(4,3))) = CAST('7.000' AS DECIMAL(6,3))");
    assertThat(
            DuckDbExpressions.reasonNotShippable(
                new Case(
                    List.of(new Branch(column("b", Types.BOOL), narrow)), wide, Types.NUMERIC)))
        .contains("38 digits");
  }

  @Test
  void constantsThatLookLikeSqlStayText() {
    Expression call =
        text("=", column("s", Types.TEXT), constant(Types.TEXT, "'; DROP TABLE t; --{0}$1"), "C");

    assertThat(sql(call)).isEqualTo("s = '''; DROP TABLE t; --{0}$1'");
  }

  private static String sql(Expression expression) {
    return DuckDbExpressions.toSql(expression, ColumnReference::name);
  }

  private static ColumnReference column(String name, PostgresType type) {
    return new ColumnReference(name, 1, type, null);
  }

  private static Constant constant(PostgresType type, String text) {
    return new Constant(type, text, null);
  }

  private static Expression equal(Expression left, Expression right, PostgresType type) {
    return Signatures.operatorCall("=", List.of(type, type), List.of(left, right));
  }

  private static Expression any(
      String operator, Expression left, Expression array, PostgresType type) {
    return new ArrayComparison(
        Signatures.operator(operator, List.of(type, type)), true, left, array, Types.BOOL, Types.C);
  }

  private static Expression text(
      String operator, Expression left, Expression right, String collation) {
    Collation chosen =
        switch (collation) {
          case "C" -> Types.C;
          case "default" -> Types.DETERMINISTIC;
          case "ci" -> Types.NONDETERMINISTIC;
          default -> null;
        };
    Operator found = Signatures.operator(operator, List.of(Types.TEXT, Types.TEXT));
    return new OperatorCall(found, List.of(left, right), Types.BOOL, chosen);
  }
}
