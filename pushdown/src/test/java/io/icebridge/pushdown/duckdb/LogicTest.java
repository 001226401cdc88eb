// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.BooleanTest;
import io.icebridge.bridge.spi.expression.Expression.Branch;
import io.icebridge.bridge.spi.expression.Expression.Case;
import io.icebridge.bridge.spi.expression.Expression.Coalesce;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.NullTest;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Three-valued logic, over all pairs of true, false and NULL, as the SQL standard has it. */
class LogicTest {

  private static final ColumnReference A = new ColumnReference("a", 1, Types.BOOL, null);
  private static final ColumnReference B = new ColumnReference("b", 2, Types.BOOL, null);

  private static DuckDbValues duckDb;

  @BeforeAll
  static void open() throws SQLException {
    duckDb = new DuckDbValues();
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  /** Answers for (a, b) in the order tt tf tn, ft ff fn, nt nf nn. */
  static Stream<Arguments> expressions() {
    Constant no = new Constant(Types.BOOL, "f", null);
    return Stream.of(
        Arguments.of(logical(Connective.AND, A, B), "tfn fff nfn"),
        Arguments.of(logical(Connective.OR, A, B), "ttt tfn tnn"),
        Arguments.of(logical(Connective.NOT, A), "fff ttt nnn"),
        Arguments.of(new BooleanTest(A, true, false, Types.BOOL), "ttt fff fff"),
        Arguments.of(new BooleanTest(A, true, true, Types.BOOL), "fff ttt ttt"),
        Arguments.of(new BooleanTest(A, false, false, Types.BOOL), "fff ttt fff"),
        Arguments.of(new BooleanTest(A, false, true, Types.BOOL), "ttt fff ttt"),
        Arguments.of(new BooleanTest(A, null, false, Types.BOOL), "fff fff ttt"),
        Arguments.of(new BooleanTest(A, null, true, Types.BOOL), "ttt ttt fff"),
        Arguments.of(new NullTest(A, true, Types.BOOL), "fff fff ttt"),
        Arguments.of(new NullTest(logical(Connective.AND, A, B), false, Types.BOOL), "ttf ttt ftf"),
        Arguments.of(new Coalesce(List.of(A, B, no), Types.BOOL), "ttt fff tff"),
        Arguments.of(
            new Case(List.of(new Branch(A, B), new Branch(B, no)), A, Types.BOOL), "tfn fff fnn"),
        Arguments.of(
            logical(Connective.AND, A, new Constant(Types.BOOL, null, null)), "nnn fff nnn"));
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void logicIsThreeValued(Expression expression, String expected) throws SQLException {
    String sql = DuckDbExpressions.toSql(expression, column -> column.name() + ".v");

    List<String> answers =
        duckDb.column("SELECT " + sql + " FROM \"bool\" a, \"bool\" b ORDER BY a.n, b.n");

    StringBuilder letters = new StringBuilder();
    for (String answer : answers) {
      letters.append(answer == null ? 'n' : answer.charAt(0));
    }
    assertThat(letters.toString()).as(sql).isEqualTo(expected.replace(" ", ""));
  }

  private static Expression logical(Connective connective, Expression... arguments) {
    return new Logical(connective, List.of(arguments), Types.BOOL);
  }
}
