// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.DistinctComparison;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Parquet file whose minimum and maximum leave NaN out, as most writers make them, has the rows
 * PostgreSQL would find. Its values: 1, 2, NaN, NULL (1.5 in the column without NULL), -0, 1.5.
 */
class NanInParquetTest {

  private static final double[] VALUES = {1, 2, Double.NaN, 1.5, -0.0, 1.5};
  private static final int NULL_ROW = 3;

  private static DuckDbValues duckDb;
  private static String file;

  @BeforeAll
  static void open() throws SQLException, URISyntaxException {
    duckDb = new DuckDbValues();
    file = Path.of(NanInParquetTest.class.getResource("/parquet/nan.parquet").toURI()).toString();
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  @ParameterizedTest
  @CsvSource({
    "f8,100", "f8,NaN", "f8,Infinity", "f8,-Infinity", "f8,1.5", "f8,0", "f8,-5", "f8,2",
    "r8,100", "r8,NaN", "r8,Infinity", "r8,-Infinity", "r8,1.5", "r8,0", "r8,-5", "r8,2",
    "f4,100", "f4,NaN", "f4,Infinity", "f4,-Infinity", "f4,1.5", "f4,0", "f4,-5", "f4,2"
  })
  void comparisonsFindNanWhereItBelongs(String name, String constant) throws SQLException {
    PostgresType type = Types.base(name.endsWith("8") ? "float8" : "float4");
    ColumnReference column = new ColumnReference(name, 1, type, null);
    Constant value = new Constant(type, constant, null);
    List<PostgresType> types = List.of(type, type);
    for (String operator : List.of("=", "<>", "<", "<=", ">", ">=")) {
      check(
          Signatures.operatorCall(operator, types, List.of(column, value)),
          rows(name, operator, constant));
    }
    Expression distinct =
        new DistinctComparison(Signatures.operator("=", types), column, value, Types.BOOL, null);
    check(new Logical(Connective.NOT, List.of(distinct), Types.BOOL), rows(name, "=", constant));
    check(
        new ArrayComparison(
            Signatures.operator("=", types),
            true,
            column,
            new Constant(Types.array(type), null, List.of(constant, constant)),
            Types.BOOL,
            null),
        rows(name, "=", constant));
    check(
        Signatures.operatorCall(">=", types, List.of(column, column)),
        rows(name, ">=", "-Infinity"));
  }

  private static void check(Expression expression, List<String> expected) throws SQLException {
    String sql = DuckDbExpressions.toSql(expression, ColumnReference::name);
    assertThat(duckDb.column("SELECT n FROM read_parquet('" + file + "') WHERE " + sql))
        .as(sql)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            duckDb.column(
                "SELECT n FROM (SELECT n, "
                    + sql
                    + " AS x FROM read_parquet('"
                    + file
                    + "'))"
                    + " WHERE x IS TRUE"))
        .as(sql)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** NaN is equal to itself and greater than everything else, zero has no sign. */
  private static List<String> rows(String name, String operator, String constant) {
    double right = Double.parseDouble(constant) + 0.0;
    return IntStream.range(0, VALUES.length)
        .filter(row -> row != NULL_ROW || name.equals("r8"))
        .filter(row -> holds(operator, Double.compare(VALUES[row] + 0.0, right)))
        .mapToObj(Integer::toString)
        .toList();
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "=" -> order == 0;
      case "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }
}
