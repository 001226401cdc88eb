// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class HeapRowsTest {

  private static ObjectNode relation(String kind, double rows) {
    ObjectNode relations = JsonNodeFactory.instance.objectNode();
    relations.putObject("16390").put("kind", kind).put("rows", rows);
    return relations;
  }

  @Test
  void fewRowsAreHandedOverWhateverTheyAreJoinedWith() {
    ObjectNode relations = relation("heap", 10_000);
    HeapRows.markUnrewarding(relations, () -> fail("nobody needs to know"));
    assertEquals("heap", relations.at("/16390/kind").asText());
  }

  @Test
  void manyRowsAreHandedOverToALargerTable() {
    ObjectNode relations = relation("heap", 100_000);
    HeapRows.markUnrewarding(relations, () -> 100_000);
    assertEquals("heap", relations.at("/16390/kind").asText());
  }

  @Test
  void manyRowsStayWhereTheLakeTablesAreSmaller() {
    ObjectNode relations = relation("heap", 100_000);
    HeapRows.markUnrewarding(relations, () -> 99_999);
    assertEquals("other", relations.at("/16390/kind").asText());
    assertEquals("it has more rows than the lake tables", relations.at("/16390/reason").asText());
  }

  @Test
  void otherRelationsStayWhatTheyAre() {
    ObjectNode relations = relation("lake", 100_000);
    HeapRows.markUnrewarding(relations, () -> fail("nobody needs to know"));
    assertEquals("lake", relations.at("/16390/kind").asText());
  }
}
