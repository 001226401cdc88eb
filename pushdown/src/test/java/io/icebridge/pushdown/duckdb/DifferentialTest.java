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
  void everyEntryOfTheListIsRecorded() {
    Set<String> recorded =
        calls().stream()
            .map(Call::signature)
            .filter(signature -> !signature.startsWith("distinct"))
            .collect(Collectors.toSet());

    assertThat(AllowList.signatures())
        .as("run record-expected.sh")
        .containsExactlyInAnyOrderElementsOf(recorded);
  }

  @Test
  void everyEntryOfTheListIsShippableInSomeForm() {
    Set<String> shippable =
        calls().stream()
            .filter(call -> forms(call).stream().anyMatch(Form::isShippable))
            .map(Call::signature)
            .collect(Collectors.toSet());

    assertThat(shippable).containsAll(AllowList.signatures());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whatIsShippedAnswersAsInPostgres(Call call) throws SQLException {
    SoftAssertions softly = new SoftAssertions();
    for (Form form : forms(call)) {
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
        assertThat(forms(call))
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

  /**
   * A call in which some operands are columns and others constants.
   *
   * @param constants a bit for each operand that is constant
   * @param expected the answers for the rows that the columns' values form
   */
  private record Form(Call call, int constants, Expression expression, List<String> expected) {

    boolean isShippable() {
      return DuckDbExpressions.shippable(expression);
    }

    boolean isColumn(int operand) {
      return (constants & 1 << operand) == 0;
    }

    List<Integer> columns() {
      return IntStream.range(0, call.variants().size()).filter(this::isColumn).boxed().toList();
    }

    String from() {
      return columns().stream()
          .map(i -> DuckDbValues.table(call.variants().get(i)) + " " + alias(i))
          .collect(Collectors.joining(", "));
    }

    String order() {
      return columns().stream().map(i -> alias(i) + ".n").collect(Collectors.joining(", "));
    }
  }

  private static String alias(int operand) {
    return "abc".substring(operand, operand + 1);
  }

  /** All forms of a call that have at least one column. */
  private static List<Form> forms(Call call) {
    List<Form> forms = new ArrayList<>();
    int operands = call.variants().size();
    for (int constants = 0; constants < (1 << operands) - 1; constants++) {
      boolean possible = true;
      for (int i = 0; i < operands; i++) {
        possible &= !call.variants().get(i).constantOnly() || (constants & 1 << i) != 0;
      }
      if (possible) {
        addForms(call, constants, 0, new ArrayList<>(), forms);
      }
    }
    return forms;
  }

  /** Chooses a value for every constant operand. */
  private static void addForms(
      Call call, int constants, int operand, List<Integer> chosen, List<Form> forms) {
    if (operand == call.variants().size()) {
      forms.add(form(call, constants, chosen));
      return;
    }
    boolean constant = (constants & 1 << operand) != 0;
    int choices = constant ? call.variants().get(operand).texts().size() : 1;
    for (int choice = 0; choice < choices; choice++) {
      chosen.add(constant ? choice : -1);
      addForms(call, constants, operand + 1, chosen, forms);
      chosen.remove(operand);
    }
  }

  private static Form form(Call call, int constants, List<Integer> chosen) {
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      Variant variant = call.variants().get(i);
      arguments.add(
          chosen.get(i) < 0
              ? column(i, variant)
              : new Constant(
                  Types.base(variant.type().name()), variant.texts().get(chosen.get(i)), null));
    }
    List<String> expected = new ArrayList<>();
    collect(call, chosen, 0, 0, expected);
    return new Form(call, constants, Signatures.call(call, arguments), expected);
  }

  /** Picks the answers in which the constants have their chosen values. */
  private static void collect(
      Call call, List<Integer> chosen, int operand, int index, List<String> expected) {
    if (operand == chosen.size()) {
      expected.add(call.answers().get(index));
      return;
    }
    int size = call.variants().get(operand).texts().size();
    for (int value = 0; value < size; value++) {
      if (chosen.get(operand) < 0 || chosen.get(operand) == value) {
        collect(call, chosen, operand + 1, index * size + value, expected);
      }
    }
  }

  private static Expression column(int operand, Variant variant) {
    return new ColumnReference(alias(operand), operand + 1, variant.type(), Types.C);
  }

  private static List<Expression> parameterize(Call call, int constants) {
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < call.variants().size(); i++) {
      Variant variant = call.variants().get(i);
      arguments.add(
          (constants & 1 << i) == 0
              ? column(i, variant)
              : new Parameter(i, Types.base(variant.type().name())));
    }
    return arguments;
  }

  private static void compare(Form form, SoftAssertions softly) throws SQLException {
    String sql = DuckDbExpressions.toSql(form.expression(), column -> column.name() + ".v");
    boolean fails = form.expected().stream().anyMatch(DifferentialTest::isError);
    List<String> actual =
        fails
            ? answersOneByOne(form, sql)
            : duckDb.column("SELECT " + sql + " FROM " + form.from() + " ORDER BY " + form.order());
    PostgresType type = form.expression().type();
    softly.assertThat(actual).as("rows of " + sql).hasSameSizeAs(form.expected());
    for (int row = 0; row < Math.min(actual.size(), form.expected().size()); row++) {
      softly
          .assertThat(comparable(actual.get(row), type))
          .as("row %d of %s", row, sql)
          .isEqualTo(comparable(form.expected().get(row), type));
    }
    if (type.is("bool") && !fails && form.columns().size() == 1) {
      String filter = DuckDbExpressions.toSql(negatedTwice(form), c -> c.name() + ".v");
      for (String condition : List.of(sql, filter)) {
        softly
            .assertThat(
                duckDb.column(
                    "SELECT "
                        + form.order()
                        + " FROM "
                        + form.from()
                        + " WHERE "
                        + condition
                        + " ORDER BY 1"))
            .as("rows where " + condition)
            .isEqualTo(positionsOf("t", form.expected()));
      }
    }
  }

  private static Expression negatedTwice(Form form) {
    Expression not = new Logical(Connective.NOT, List.of(form.expression()), Types.BOOL);
    return new Logical(Connective.NOT, List.of(not), Types.BOOL);
  }

  private static List<String> answersOneByOne(Form form, String sql) throws SQLException {
    List<String> answers = new ArrayList<>();
    String keys =
        form.columns().stream()
            .map(i -> "'" + alias(i) + ".n = ' || " + alias(i) + ".n")
            .collect(Collectors.joining(" || ' AND ' || "));
    String rows = "SELECT " + keys + " FROM " + form.from() + " ORDER BY " + form.order();
    for (String row : duckDb.column(rows)) {
      answers.add(duckDb.answer("SELECT " + sql + " FROM " + form.from() + " WHERE " + row));
    }
    return answers;
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
    if (isError(text)) {
      return "error";
    }
    return switch (type.name()) {
      case "bool" -> text.substring(0, 1);
      case "float4", "float8" -> Double.valueOf(text);
      case "numeric" -> new BigDecimal(text).stripTrailingZeros();
      default -> text;
    };
  }

  private static boolean isError(String answer) {
    return answer != null && answer.startsWith("!");
  }

  private static String duckDbBoolean(String answer) {
    return answer == null ? null : answer.equals("t") ? "true" : "false";
  }
}
