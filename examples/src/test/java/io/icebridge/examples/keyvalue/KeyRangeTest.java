// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRangeTest {

  private static final PostgresType TEXT =
      new PostgresType(
          25, "pg_catalog", "text", -1, "text", PostgresType.Kind.BASE, null, List.of());
  private static final Collation BYTES = new Collation(950, "C", true, true);

  /** Each condition is an operator and a value, several are separated by commas. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "= b | b",
        "= x | ''",
        "= b, = c | ''",
        "> b | c d\udbff\udfff d\udbff\udfffe e",
        ">= b, < d | b c",
        ">= b, > b, <= c | c",
        "> d, < b | ''",
        "> b, < b | ''",
        "~~ d% | d\udbff\udfff d\udbff\udfffe",
        "~~ d\udbff\udfff% | d\udbff\udfff d\udbff\udfffe",
        "~~ d\udbff\udfff_ | d\udbff\udfff d\udbff\udfffe",
        "~~ % | a b c d\udbff\udfff d\udbff\udfffe e",
        "~~ \\b | b",
        "~~ b\\ | b"
      })
  void aRangeSelectsTheKeysThatCanMeetItsConditions(String conditions, String expected) {
    NavigableMap<String, Integer> rows = new TreeMap<>(Utf8Order.COMPARATOR);
    for (String key : List.of("a", "b", "c", "d\udbff\udfff", "d\udbff\udfffe", "e")) {
      rows.put(key, rows.size());
    }
    List<Expression> quals = new ArrayList<>();
    for (String condition : conditions.split(", ")) {
      String[] parts = condition.split(" ");
      quals.add(comparison(parts[0], parts[1]));
    }
    List<String> keys =
        KeyRange.of(quals, "key").select(rows, false, -1).stream().map(Map.Entry::getKey).toList();
    assertThat(String.join(" ", keys)).isEqualTo(expected.equals("''") ? "" : expected);
  }

  private static Expression comparison(String operator, String value) {
    return new OperatorCall(
        new Operator(1, "pg_catalog", operator, TEXT, TEXT),
        List.of(new ColumnReference("key", 1, TEXT, BYTES), new Constant(TEXT, value, null)),
        TEXT,
        BYTES);
  }
}
