// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.pushdown.duckdb.Recording.ArrayCall;
import io.icebridge.pushdown.duckdb.Recording.Call;
import io.icebridge.pushdown.duckdb.Recording.Variant;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs everything on the allow-list over edge values in DuckDB and compares with what PostgreSQL
 * answered, as a value and as a filter.
 */
class DifferentialTest {

  private static DuckDbValues duckDb;

  @BeforeAll
  static void open() throws SQLException {
    duckDb = new DuckDbValues();
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  static List<Call> calls() {
    return Recording.INSTANCE.calls();
  }

  static List<ArrayCall> arrayCalls() {
    return Recording.INSTANCE.arrayCalls();
  }

  @Test
  void everythingRecordedIsStillOnTheList() {
    assertThat(AllowList.signatures()).containsAll(recorded());
  }

  @Test
  void nothingIsTwiceOnTheList() {
    assertThat(AllowList.signatures()).doesNotHaveDuplicates();
  }

  @Test
  void everyEntryOfTheListIsShippableInSomeForm() {
    Set<String> shippable =
        calls().stream()
            .filter(call -> Form.all(call).stream().anyMatch(Form::isShippable))
            .map(Call::signature)
            .collect(Collectors.toSet());

    assertThat(shippable).containsAll(recorded());
  }

  private static Set<String> recorded() {
    return calls().stream()
        .map(Call::signature)
        .filter(signature -> !signature.startsWith("distinct"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whatIsShippedAnswersAsInPostgres(Call call) throws SQLException {
    SoftAssertions softly = new SoftAssertions();
    for (Form form : Form.all(call)) {
      if (form.isShippable()) {
        compare(form, softly);
      }
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whatIsShippableWithParametersIsSoWithEveryValue(Call call) {
    for (int constants = 1; constants < 1 << call.variants().size(); constants++) {
      Expression parameterized = Signatures.call(call, parameterize(call, constants));
      if (DuckDbExpressions.shippable(parameterized)) {
        int mask = constants;
        assertThat(Form.all(call))
            .filteredOn(form -> form.constants() == mask)
            .allMatch(Form::isShippable);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("arrayCalls")
  void arraysAnswerAsInPostgres(ArrayCall call) throws SQLException {
    PostgresType type = Types.base(call.element().type().name());
    List<String> elements = null;
    if (call.positions() != null) {
      elements = new ArrayList<>();
      for (int position : call.positions()) {
        elements.add(position < 0 ? null : call.element().texts().get(position));
      }
    }
    Expression comparison =
        new ArrayComparison(
            Signatures.operator(call.operator(), List.of(type, type)),
            call.any(),
            new ColumnReference("a", 1, call.left().type(), Types.C),
            new Constant(Types.array(type), null, elements),
            Types.BOOL,
            Types.C);

    String sql = DuckDbExpressions.toSql(comparison, column -> "a.v");
    String from = DuckDbValues.table(call.left()) + " a";

    assertThat(duckDb.column("SELECT " + sql + " FROM " + from + " ORDER BY a.n"))
        .as(sql)
        .containsExactlyElementsOf(
            call.answers().stream().map(DifferentialTest::duckDbBoolean).toList());
    assertThat(duckDb.column("SELECT a.n FROM " + from + " WHERE " + sql + " ORDER BY a.n"))
        .as(sql)
        .isEqualTo(positionsOf("t", call.answers()));
  }

  private static List<Expression> parameterize(Call call, int constants) {
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < call.variants().size(); i++) {
      Variant variant = call.variants().get(i);
      arguments.add(
          (constants & 1 << i) == 0
              ? Form.column(i, variant)
              : new Parameter(i, Types.base(variant.type().name())));
    }
    return arguments;
  }

  private static void compare(Form form, SoftAssertions softly) throws SQLException {
    String sql = form.sql();
    boolean fails = form.fails();
    List<String> actual = duckDb.answers(form, sql);
    PostgresType type = form.expression().type();
    softly.assertThat(actual).as("rows of " + sql).hasSameSizeAs(form.expected());
    for (int row = 0; row < Math.min(actual.size(), form.expected().size()); row++) {
      softly
          .assertThat(comparable(actual.get(row), type))
          .as("row %d of %s", row, sql)
          .isEqualTo(comparable(form.expected().get(row), type));
    }
    if (!type.is("bool") || fails) {
      return;
    }
    String from = " FROM " + form.from() + " WHERE ";
    if (form.columns().size() == 1) {
      softly
          .assertThat(duckDb.column("SELECT " + form.order() + from + sql + " ORDER BY 1"))
          .as("rows where " + sql)
          .isEqualTo(positionsOf("t", form.expected()));
    } else {
      // The optimizer turns a negated comparison into its opposite.
      Expression not = new Logical(Connective.NOT, List.of(form.expression()), Types.BOOL);
      softly
          .assertThat(duckDb.answer("SELECT count(*)" + from + Form.sql(not)))
          .as("rows where not " + sql)
          .isEqualTo(Integer.toString(positionsOf("f", form.expected()).size()));
    }
  }

  private static List<String> positionsOf(String answer, List<String> answers) {
    return IntStream.range(0, answers.size())
        .filter(i -> answer.equals(answers.get(i)))
        .mapToObj(Integer::toString)
        .toList();
  }

  private static Object comparable(String text, PostgresType type) {
    if (text == null) {
      return "NULL";
    }
    if (Form.isError(text)) {
      return "error";
    }
    return switch (type.name()) {
      case "bool" -> text.substring(0, 1);
      case "float4", "float8" -> Double.valueOf(text);
      case "numeric" -> new BigDecimal(text).stripTrailingZeros();
      default -> text;
    };
  }

  private static String duckDbBoolean(String answer) {
    return answer == null ? null : answer.equals("t") ? "true" : "false";
  }
}
