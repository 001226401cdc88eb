// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs calls on text, dates and times, bytes, JSON and arrays over edge values in DuckDB and
 * compares with what PostgreSQL answered (record-typed.sh).
 */
class TypedCallsTest {

  private static final int MOST_SHOWN = 5;

  private static TypedValues duckDb;
  private static JsonNode expected;

  @BeforeAll
  static void open() throws SQLException {
    duckDb = new TypedValues();
    expected = TypedValues.read("/differential/typed-expected.json").get("answers");
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  static Stream<TypedCall> calls() {
    return lines().map(TypedCall::parse);
  }

  private static Stream<String> lines() {
    try (InputStream in =
        TypedCallsTest.class.getResourceAsStream("/differential/typed-calls.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whatIsShippedAnswersAsInPostgres(TypedCall call) throws Exception {
    Operand operand = translate(call, true);
    boolean mayTrap = !isShippableWithoutTraps(call);
    JsonNode answers = expected.get(call.line());
    assertThat(answers).as("run record-typed.sh").isNotNull();
    String[] actual = duckDb.answers(operand, call.columns(), answers);
    SoftAssertions softly = new SoftAssertions();
    int wrong = 0;
    for (int row = 0; row < actual.length && wrong < MOST_SHOWN; row++) {
      String is = actual[row];
      String should = answers.get(row).textValue();
      if (TypedValues.NOT_ASKED.equals(is) && should != null && should.startsWith("!")) {
        continue;
      }
      boolean fails = is != null && is.startsWith("!");
      boolean right =
          fails
              ? mayTrap || should != null && should.startsWith("!")
              : same(is, should, operand.type().family());
      if (!right) {
        wrong++;
        softly.fail(
            "row %d of %s: %s, but PostgreSQL: %s [%s]",
            row, call.line(), is, should, operand.sql());
      }
    }
    softly
        .assertThat(actual)
        .as("answers")
        .anyMatch(answer -> answer != null && !answer.startsWith("!"));
    softly.assertAll();
  }

  private static boolean same(String is, String should, Family family) {
    if (is != null && should != null && family == Family.DECIMAL) {
      return !should.startsWith("!") && new BigDecimal(is).compareTo(new BigDecimal(should)) == 0;
    }
    if (is == null || should == null || !family.isFloat() && family != Family.LIST) {
      return is == null ? should == null : is.equals(should);
    }
    if (family == Family.LIST) {
      return TypedValues.parse(is).equals(TypedValues.parse(should));
    }
    return !should.startsWith("!") && number(is).equals(number(should));
  }

  private static Double number(String text) {
    return switch (text) {
      case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.valueOf(text);
    };
  }

  private static Operand translate(TypedCall call, boolean traps) throws NotShippable {
    Scope scope =
        new Scope() {
          @Override
          public Operand column(ColumnReference column) throws NotShippable {
            return Operand.atom(column.name() + ".v", DuckDbType.of(column.type()));
          }

          @Override
          public Operand query(QueryExpression expression) {
            throw new IllegalStateException();
          }

          @Override
          public String timeZone() {
            return call.zone();
          }

          @Override
          public boolean isoDates() {
            return true;
          }

          @Override
          public boolean shortestFloats() {
            return true;
          }
        };
    Expression expression = call.expression();
    return new Translator(scope, traps).translate(expression);
  }

  private static boolean isShippableWithoutTraps(TypedCall call) {
    try {
      translate(call, false);
      return true;
    } catch (NotShippable e) {
      return false;
    }
  }

  @Test
  void everyLineOfTheTablesHasACall() {
    Map<String, Boolean> called = new TreeMap<>();
    List<String> missing = new ArrayList<>();
    calls().forEach(call -> called.put(key(call.kind(), call.name(), call.types()), true));
    for (String table :
        List.of(
            TextSignatures.TABLE,
            TemporalSignatures.TABLE,
            BinarySignatures.TABLE,
            JsonSignatures.TABLE,
            ArraySignatures.TABLE)) {
      for (String line : table.split("\n")) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] columns = line.split(" \\| ");
          for (String name : columns[1].strip().split(" +")) {
            missing.addAll(missing(called, columns[0].strip(), name, columns[2].strip()));
          }
        }
      }
    }
    // What was on the list before has its recordings in expected.json.
    List<String> recorded = Recording.INSTANCE.calls().stream().map(c -> c.signature()).toList();
    missing.removeIf(recorded::contains);
    assertThat(missing).isEmpty();
  }

  private static List<String> missing(
      Map<String, Boolean> called, String kind, String name, String operands) {
    List<List<String>> lists = List.of(List.of());
    for (String operand : operands.split(", ")) {
      List<List<String>> longer = new ArrayList<>();
      List<String> members =
          operand.strip().equals("integers")
              ? List.of("int2", "int4", "int8")
              : List.of(operand.strip());
      for (List<String> list : lists) {
        for (String member : members) {
          List<String> next = new ArrayList<>(list);
          next.add(member);
          longer.add(next);
        }
      }
      lists = longer;
    }
    return lists.stream()
        .map(list -> key(kind, name, list))
        .filter(key -> !called.containsKey(key))
        .toList();
  }

  private static String key(String kind, String name, List<String> types) {
    return kind + " " + name + "(" + String.join(", ", types) + ")";
  }
}
