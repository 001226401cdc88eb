// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.pushdown.duckdb.DuckDbExpressions;
import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.NodeList;
import io.icebridge.pushdown.tree.NodeReader;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From trees that PostgreSQL wrote to DuckDB's SQL. */
class RecordedTreesTest {

  private static final RecordedTrees TREES = new RecordedTrees("/trees/pg15.json");

  static List<String> names() {
    return List.copyOf(TREES.messages().keySet());
  }

  @Test
  void everyRecordedConditionIsExpected() {
    assertThat(expected().keySet()).containsExactlyElementsOf(names());
  }

  @ParameterizedTest
  @MethodSource("names")
  void conditionsAreSpelledInDuckDbOrStayInPostgres(String name) {
    assertThat(outcome(TREES.messages().get(name))).isEqualTo(expected().get(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSpellingsOfLaterVersionsMeanTheSame(String name) {
    ObjectNode message = TREES.messages().get(name).deepCopy();
    String before = outcome(message);
    String tree = message.get("tree").textValue();
    message.put("tree", asVersion18Writes(tree));

    assertThat(message.get("tree").textValue()).isNotEqualTo(tree);
    assertThat(outcome(message)).isEqualTo(before);
  }

  @Test
  void aWholeQueryIsRead() {
    TreeValue tree = NodeReader.read(TREES.query());

    Node query = (Node) ((NodeList) tree).items().get(0);
    assertThat(query.name()).isEqualTo("QUERY");
    assertThat(query.flag("hasWindowFuncs")).isTrue();
    assertThat(query.list("cteList")).hasSize(1);
    assertThat(query.list("targetList"))
        .extracting(entry -> ((Node) entry).text("resname"))
        .contains("i4", "odd (name)", "é \"q\" \\", "list");
    assertThat(((Node) query.field("jointree")).list("fromlist")).isNotEmpty();
  }

  private static String outcome(JsonNode message) {
    Expression expression = PostgresExpressions.read(message);
    String reason = DuckDbExpressions.reasonNotShippable(expression);
    return reason == null
        ? DuckDbExpressions.toSql(expression, column -> column.name())
        : "! " + reason;
  }

  /** The SQL for each recorded condition, or ! and the reason why there is none. */
  private static Map<String, String> expected() {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String line : RecordedTrees.text("/trees/expected.txt").lines().toList()) {
      int bar = line.indexOf(" | ");
      expected.put(line.substring(0, bar), line.substring(bar + 3));
    }
    return expected;
  }

  /** What nodeToString of PostgreSQL 16, 17 and 18 writes differently, all at once. */
  private static String asVersion18Writes(String tree) {
    return tree.replaceAll(
            ":varlevelsup (\\d+)", ":varnullingrels (b) :varlevelsup $1 :varreturningtype 0")
        .replaceAll(
            " :elements (.*?) :multidims", " :elements $1 :list_start -1 :list_end -1 :multidims")
        .replaceAll(":location \\d+", ":location -1");
  }
}
