// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.Recording.Call;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares computed values with constants in a filter. DuckDB's optimizer rewrites such filters
 * (moves constants to the other side, takes casts away), which must neither change the rows nor
 * lose an error.
 */
class ComputedValuesTest {

  private static final int CONSTANTS = 2;
  private static final int FORMS = 6;

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
    return Recording.INSTANCE.calls().stream()
        .filter(call -> !Form.all(call).get(0).expression().type().is("bool"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void comparisonsOfComputedValuesKeepRowsAndErrors(Call call) throws SQLException {
    SoftAssertions softly = new SoftAssertions();
    List<Form> forms =
        Form.all(call).stream()
            .filter(form -> form.columns().size() == 1 && form.isShippable())
            .toList();
    // Every n-th form, since it hardly matters which constant the optimizer moves.
    int step = Math.max(1, forms.size() / FORMS);
    for (int i = 0; i < forms.size(); i += step) {
      for (String operator : List.of("=", ">=")) {
        for (String constant : constants(forms.get(i))) {
          compare(forms.get(i), operator, constant, softly);
        }
      }
    }
    softly.assertAll();
  }

  /** Values around which a comparison tips over. */
  private static List<String> constants(Form form) {
    return form.expected().stream()
        .filter(answer -> answer != null && !Form.isError(answer))
        .distinct()
        .limit(CONSTANTS)
        .toList();
  }

  private static void compare(Form form, String operator, String constant, SoftAssertions softly)
      throws SQLException {
    PostgresType type = Types.base(form.expression().type().name());
    Expression comparison =
        Signatures.operatorCall(
            operator,
            List.of(type, type),
            List.of(form.expression(), new Constant(type, constant, null)));
    String condition = Form.sql(comparison);
    List<String> pickers = form.fails() ? duckDb.pickers(form) : List.of();
    List<String> rows = new ArrayList<>();
    List<String> failing = new ArrayList<>();
    for (int row = 0; row < form.expected().size(); row++) {
      String value = form.expected().get(row);
      if (Form.isError(value)) {
        failing.add(pickers.get(row));
        String query = filtered(form, pickers.get(row), condition);
        softly.assertThat(duckDb.answer(query)).as(query).startsWith("!");
      } else if (value != null && holds(operator, compare(value, constant, type))) {
        rows.add(Integer.toString(row));
      }
    }
    String picker = failing.isEmpty() ? "TRUE" : "NOT (" + String.join(" OR ", failing) + ")";
    String query = filtered(form, picker, condition) + " ORDER BY 1";
    softly.assertThat(duckDb.column(query)).as(query).isEqualTo(rows);
  }

  private static String filtered(Form form, String picker, String condition) {
    String alias = form.order().substring(0, 1);
    // Materialized, so that rows which are not picked are not computed.
    return "WITH %1$s AS MATERIALIZED (SELECT n, v FROM %2$s WHERE %3$s) "
            .formatted(alias, form.from(), picker)
        + "SELECT n FROM "
        + alias
        + " WHERE "
        + condition;
  }

  private static boolean holds(String operator, int order) {
    return operator.equals("=") ? order == 0 : order >= 0;
  }

  /** The order PostgreSQL has for the values it gave. */
  private static int compare(String left, String right, PostgresType type) {
    return switch (type.name()) {
      // Adding zero makes -0 the same as 0; NaN is equal to itself and the greatest, as there.
      case "float4", "float8" ->
          Double.compare(Double.parseDouble(left) + 0.0, Double.parseDouble(right) + 0.0);
      case "text" ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
      default -> new BigDecimal(left).compareTo(new BigDecimal(right));
    };
  }
}
