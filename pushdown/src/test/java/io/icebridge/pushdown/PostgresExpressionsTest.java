// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.BooleanTest;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expression.Unsupported;
import io.icebridge.bridge.spi.expression.Expressions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresExpressionsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RecordedTrees TREES = new RecordedTrees("/trees/pg15.json");

  private static final String BOOL_COLUMN =
      "{VAR :varno 1 :varattno 1 :vartype 16 :vartypmod -1 :varcollid 0 :varlevelsup 0}";

  @Test
  void columnsComeWithTheNamesAndTypesOfTheFacts() {
    Expression expression =
        read("{VAR :varno 1 :varattno 7 :vartype 1700 :vartypmod -1 :varcollid 0 :varlevelsup 0}");

    assertThat(expression)
        .isInstanceOfSatisfying(
            ColumnReference.class,
            column -> {
              assertThat(column.name()).isEqualTo("n52");
              assertThat(column.type().numericPrecision()).isEqualTo(5);
              assertThat(column.type().numericScale()).isEqualTo(2);
              assertThat(column.collation()).isNull();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{VAR :varno 1 :varattno 0 :vartype 16 :varcollid 0 :varlevelsup 0}",
        "{VAR :varno 1 :varattno -1 :vartype 16 :varcollid 0 :varlevelsup 0}",
        "{VAR :varno 1 :varattno 1 :vartype 16 :varcollid 0 :varlevelsup 1}",
        "{VAR :varno 1 :varattno 1 :vartype 16 :varcollid 0 :varlevelsup 0 :varreturningtype 1}",
        "{PARAM :paramkind 1 :paramid 1 :paramtype 16 :paramtypmod -1}",
        "{OPEXPR :opno 96 :opresulttype 16 :opretset true :args <>}",
        "{FUNCEXPR :funcid 1397 :funcresulttype 16 :funcretset true :args <>}",
        "{NULLTEST :arg {X} :nulltesttype 0 :argisrow true}",
        "{SOMETHINGNEW :resulttype 16 :whatever (i 1 2)}"
      })
  void whatHasNoKindOfItsOwnIsUnsupported(String tree) {
    assertThat(read(tree))
        .isInstanceOfSatisfying(
            Unsupported.class,
            part -> assertThat(part.node()).isEqualTo(tree.substring(1, tree.indexOf(' '))));
  }

  @Test
  void aCallWithAVariadicArraySaysSo() {
    assertThat(read("{FUNCEXPR :funcid 1397 :funcresulttype 16 :funcvariadic true :args <>}"))
        .isInstanceOfSatisfying(FunctionCall.class, call -> assertThat(call.variadic()).isTrue());
  }

  @Test
  void parametersAreNumberedFromZeroAndCanBeBound() {
    Expression expression =
        read("{PARAM :paramkind 0 :paramid 0 :paramtype 1700 :paramtypmod 327686 :paramcollid 0}");
    Constant value = new Constant(expression.type(), "1.50", null);

    assertThat(expression).isInstanceOf(Parameter.class);
    assertThat(expression.type().display()).isEqualTo("numeric(5,2)");
    assertThat(Expressions.bind(expression, List.of(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "0,true,false",
    "1,true,true",
    "2,false,false",
    "3,false,true",
    "4,,false",
    "5,,true"
  })
  void booleanTestsAreNumberedAsInPostgres(int number, Boolean value, boolean negated) {
    Expression test =
        read("{BOOLEANTEST :arg " + BOOL_COLUMN + " :booltesttype " + number + " :location -1}");

    assertThat(((BooleanTest) test).value()).isEqualTo(value);
    assertThat(((BooleanTest) test).negated()).isEqualTo(negated);
  }

  @Test
  void aListOfConditionsIsTheirConjunction() {
    assertThat(read("(" + BOOL_COLUMN + ")")).isInstanceOf(ColumnReference.class);
    assertThat(((Logical) read("(" + BOOL_COLUMN + " " + BOOL_COLUMN + ")")).arguments())
        .hasSize(2);
  }

  @Test
  void nestingTooDeepForRecursionIsUnsupportedAndNoError() {
    int deep = 5000;
    String tree =
        "{BOOLEXPR :boolop not :args (".repeat(deep) + BOOL_COLUMN + ") :location -1}".repeat(deep);

    Expression expression = read(tree);

    int seen = 0;
    while (expression instanceof Logical logical) {
      seen++;
      expression = logical.arguments().get(0);
    }
    assertThat(expression).isInstanceOf(Unsupported.class);
    assertThat(seen).isEqualTo(ExpressionConverter.MAXIMUM_DEPTH);
  }

  @Test
  void aLongConditionIsRead() {
    int many = 50_000;
    String tree = "{BOOLEXPR :boolop or :args (" + (BOOL_COLUMN + " ").repeat(many) + ")}";

    assertThat(((Logical) read(tree)).arguments()).hasSize(many);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{CONST :consttypmod 3} | there is no constant 3",
        "{VAR :varattno 99 :varlevelsup 0} | there is no column 99",
        "{OPEXPR :opno 1 :opretset false :args <>} | there is no 1 among the operators",
        "{FUNCEXPR :funcid 2 :args <>} | there is no 2 among the functions",
        "{PARAM :paramkind 0 :paramid 0 :paramtype 5} | there is no type 5",
        "<> | an expression was expected"
      })
  void missingFactsAreInternalErrorsThatNameWhatIsMissing(String tree, String message) {
    assertThatThrownBy(() -> read(tree))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.sqlState()).isEqualTo("XX000"))
        .hasMessageContaining(message);
  }

  @Test
  void typesAreReadWithTheirParts() throws JsonProcessingException {
    PostgresType type =
        PostgresExpressions.type(
            JSON.readTree(
                """
                {"oid": 4000000000, "schema": "s", "name": "pair", "modifier": -1,
                 "display": "s.pair", "kind": "COMPOSITE", "attributes": [
                   {"name": "x", "type": {"oid": 1007, "schema": "pg_catalog", "name": "_int4",
                    "modifier": -1, "display": "integer[]", "kind": "ARRAY",
                    "element": {"oid": 23, "schema": "pg_catalog", "name": "int4", "modifier": -1,
                                "display": "integer", "kind": "BASE"}}}]}
                """));

    assertThat(type.oid()).isEqualTo(4_000_000_000L);
    assertThat(type.kind()).isEqualTo(PostgresType.Kind.COMPOSITE);
    assertThat(type.attributes().get(0).name()).isEqualTo("x");
    assertThat(type.attributes().get(0).type().element().is("int4")).isTrue();
  }

  @Test
  void columnsAreReadWithTheirOptions() throws JsonProcessingException {
    ColumnDefinition column =
        PostgresExpressions.column(
            JSON.readTree(
                """
                {"name": "a", "number": 3, "notNull": true, "options": {"path": "x"},
                 "type": {"oid": 23, "schema": "pg_catalog", "name": "int4", "kind": "BASE"}}
                """));

    assertThat(column.name()).isEqualTo("a");
    assertThat(column.number()).isEqualTo(3);
    assertThat(column.notNull()).isTrue();
    assertThat(column.options()).containsEntry("path", "x");
    assertThat(column.type().modifier()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": 23, \"text\": \"7\"} | 7 | ",
        "{\"type\": 23, \"text\": null} | | ",
        "{\"type\": 23} | | ",
        "{\"type\": 1007, \"text\": \"{1,NULL}\", \"elements\": [\"1\", null]} | | [1, null]",
        "{\"type\": 1007, \"text\": null, \"elements\": []} | | []",
        "{\"type\": 1007, \"text\": \"{{1},{2}}\"} | {{1},{2}} | "
      })
  void constantsAreTextOrElementsOrNull(String json, String text, String elements)
      throws JsonProcessingException {
    Constant constant = PostgresExpressions.constant(JSON.readTree(json), TREES.facts());

    assertThat(constant.text()).isEqualTo(text);
    assertThat(constant.elements() == null ? null : constant.elements().toString())
        .isEqualTo(elements);
    assertThat(constant.isNull()).isEqualTo(text == null && elements == null);
  }

  @Test
  void severalTreesMayShareTheirFacts() {
    JsonNode trees = JSON.createArrayNode().add(BOOL_COLUMN).add(BOOL_COLUMN);

    assertThat(PostgresExpressions.readAll(trees, TREES.facts())).hasSize(2);
  }

  private static Expression read(String tree) {
    ObjectNode message = JSON.createObjectNode().put("tree", tree);
    message.set("facts", TREES.facts());
    return PostgresExpressions.read(message);
  }
}
