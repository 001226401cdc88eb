// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.Recording.Call;
import io.icebridge.pushdown.duckdb.Recording.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A recorded call in which some operands are columns and others constants.
 *
 * @param constants a bit for each operand that is constant
 * @param expected the answers for the rows that the columns' values form
 */
record Form(Call call, int constants, Expression expression, List<String> expected) {

  /** All forms of a call that have at least one column. */
  static List<Form> all(Call call) {
    List<Form> forms = new ArrayList<>();
    int operands = call.variants().size();
    for (int constants = 0; constants < (1 << operands) - 1; constants++) {
      boolean possible = true;
      for (int i = 0; i < operands; i++) {
        possible &= !call.variants().get(i).constantOnly() || (constants & 1 << i) != 0;
      }
      if (possible) {
        add(call, constants, new ArrayList<>(), forms);
      }
    }
    return forms;
  }

  /** Chooses a value for every constant operand; -1 is for columns. */
  private static void add(Call call, int constants, List<Integer> chosen, List<Form> forms) {
    int operand = chosen.size();
    if (operand == call.variants().size()) {
      forms.add(form(call, constants, chosen));
      return;
    }
    boolean constant = (constants & 1 << operand) != 0;
    int choices = constant ? call.variants().get(operand).texts().size() : 1;
    for (int choice = 0; choice < choices; choice++) {
      chosen.add(constant ? choice : -1);
      add(call, constants, chosen, forms);
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

  static ColumnReference column(int operand, Variant variant) {
    return new ColumnReference(alias(operand), operand + 1, variant.type(), Types.C);
  }

  boolean isShippable() {
    return DuckDbExpressions.shippable(expression);
  }

  String sql() {
    return sql(expression);
  }

  static String sql(Expression expression) {
    return DuckDbExpressions.toSql(expression, column -> column.name() + ".v");
  }

  /** Whether PostgreSQL raised an error for some row. */
  boolean fails() {
    return expected.stream().anyMatch(Form::isError);
  }

  static boolean isError(String answer) {
    return answer != null && answer.startsWith("!");
  }

  List<Integer> columns() {
    return IntStream.range(0, call.variants().size())
        .filter(i -> (constants & 1 << i) == 0)
        .boxed()
        .toList();
  }

  String from() {
    return columns().stream()
        .map(i -> DuckDbValues.table(call.variants().get(i)) + " " + alias(i))
        .collect(Collectors.joining(", "));
  }

  String order() {
    return columns().stream().map(i -> alias(i) + ".n").collect(Collectors.joining(", "));
  }

  /** SQL that computes, for each row, the text of a condition that picks it alone. */
  String rowPicker() {
    return columns().stream()
        .map(i -> "'" + alias(i) + ".n = ' || " + alias(i) + ".n")
        .collect(Collectors.joining(" || ' AND ' || "));
  }

  private static String alias(int operand) {
    return "abc".substring(operand, operand + 1);
  }
}
