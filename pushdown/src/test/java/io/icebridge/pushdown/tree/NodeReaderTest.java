// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeReaderTest {

  @Test
  void nodesHaveFieldsOfNumbersFlagsListsAndNodes() {
    Node node =
        node(
            "{OPEXPR :opno 96 :opretset false :args ({VAR :varno 1} {CONST :constisnull true})"
                + " :location -1}");

    assertThat(node.name()).isEqualTo("OPEXPR");
    assertThat(node.fields()).containsExactly("opno", "opretset", "args", "location");
    assertThat(node.number("opno")).isEqualTo(96);
    assertThat(node.number("location")).isEqualTo(-1);
    assertThat(node.flag("opretset")).isFalse();
    assertThat(node.list("args"))
        .extracting(value -> ((Node) value).name())
        .containsExactly("VAR", "CONST");
  }

  @Test
  void absentAndNullFieldsAreNullTextAndEmptyLists() {
    Node node = node("{ALIAS :aliasname <> :colnames <>}");

    assertThat(node.text("aliasname")).isNull();
    assertThat(node.list("colnames")).isEmpty();
    assertThat(node.text("nothing")).isNull();
    assertThat(node.list("nothing")).isEmpty();
    assertThat(node.number("nothing", 7)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "(i 1 -2),INTEGERS,2",
    "(o 23 4294967295),OIDS,2",
    "(x 7),TRANSACTION_IDS,1",
    "(b 1 5 64),BITMAPSET,3",
    "(b),BITMAPSET,0",
    "(1 2 3),VALUES,3",
    "(),VALUES,0",
    "(\"i\" \"o\"),VALUES,2"
  })
  void listsSayWhatTheyAreMadeOf(String text, NodeList.Kind kind, int size) {
    NodeList list = (NodeList) NodeReader.read(text);

    assertThat(list.kind()).isEqualTo(kind);
    assertThat(list.items()).hasSize(size);
  }

  @Test
  void escapesAreTakenAwayFromWordsAndStrings() {
    Node node =
        node(
            "{ALIAS :aliasname a\\ b\\{\\}\\(\\)\\\\ :colnames (\"x\\ y\" \"\" \"q\"uo\" \"\\<>\")}");

    assertThat(node.text("aliasname")).isEqualTo("a b{}()\\");
    assertThat(node.list("colnames"))
        .extracting(value -> ((Token) value).text())
        .containsExactly("x y", "", "q\"uo", "<>");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"\\<>|<>", "\"\"|''", "\\\"|\"", "\\1a|1a", "\\-1|-1", "\\:x|:x", ":x|:x", "<|<"},
      delimiter = '|')
  void firstCharactersThatMeanSomethingAreEscaped(String written, String meant) {
    assertThat(node("{N :text " + written + " :next 1}").text("text")).isEqualTo(meant);
    assertThat(node("{N :text " + written + " :next 1}").number("next")).isEqualTo(1);
  }

  @Test
  void theBytesOfADatumAreOneField() {
    Node node = node("{CONST :constlen 4 :constvalue 4 [ 1 0 0 0 -1 0 0 0 ]}");

    assertThat(((TokenRun) node.field("constvalue")).values()).hasSize(11);
  }

  @Test
  void arraysWithoutParenthesesAreOneField() {
    Node node = node("{SORT :numCols 2 :sortColIdx 1 2 :collations 0 0}");

    assertThat(((TokenRun) node.field("sortColIdx")).values()).hasSize(2);
    assertThat(((TokenRun) node.field("collations")).values()).hasSize(2);
  }

  @Test
  void numbersMayBeFloatingPoint() {
    Node node = node("{PLAN :cost 1.5e+100 :rows 3}");

    assertThat(((Token) node.field("cost")).decimal()).isEqualTo(1.5e100);
    assertThat(((Token) node.field("rows")).decimal()).isEqualTo(3);
  }

  @Test
  void whitespaceMayBeNewlinesAndTabs() {
    assertThat(node("{A\n\t:b\n1}\n").number("b")).isEqualTo(1);
  }

  @Test
  void nullStandsForItself() {
    assertThat(((Token) NodeReader.read("<>")).isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{",
        "{A",
        "{A :b",
        "{A :b 1",
        "(",
        "({A}",
        "{A}}",
        ")",
        "{A) ",
        "(}",
        "{}",
        "{{A}}",
        "{A :b}",
        "{A :b 1} {B}",
        "{A :b \\"
      })
  void malformedTextIsRefusedAndTheErrorSaysWhere(String text) {
    assertThatThrownBy(() -> NodeReader.read(text))
        .isInstanceOfSatisfying(
            WrapperException.class,
            error -> {
              assertThat(error.sqlState()).isEqualTo("XX000");
              assertThat(error).hasMessageContaining("node tree cannot be read at character");
            });
  }

  @Test
  void nestingBeyondTheLimitIsRefusedAsTooComplex() {
    int deep = NodeReader.MAXIMUM_DEPTH + 1;
    String text = "(".repeat(deep) + ")".repeat(deep);

    assertThatThrownBy(() -> NodeReader.read(text))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.sqlState()).isEqualTo("54001"));
  }

  @Test
  void nestingUpToTheLimitIsReadWithoutDeepRecursion() {
    int deep = NodeReader.MAXIMUM_DEPTH / 2;
    String text = "{A :b (".repeat(deep) + ")}".repeat(deep);

    TreeValue value = NodeReader.read(text);

    int seen = 0;
    while (value instanceof Node node) {
      seen++;
      List<TreeValue> items = node.list("b");
      value = items.isEmpty() ? null : items.get(0);
    }
    assertThat(seen).isEqualTo(deep);
  }

  @Test
  void aFieldOfTheWrongShapeIsNamedInTheError() {
    Node node = node("{A :b (i 1) :c 1 :d x}");

    assertThatThrownBy(() -> node.number("b")).hasMessageContaining("field \"b\" of node A");
    assertThatThrownBy(() -> node.list("c")).hasMessageContaining("field \"c\" of node A");
    assertThatThrownBy(() -> node.number("d")).hasMessageContaining("expected a whole number");
    assertThatThrownBy(() -> node.number("e")).hasMessageContaining("field \"e\" of node A");
  }

  private static Node node(String text) {
    return (Node) NodeReader.read(text);
  }
}
