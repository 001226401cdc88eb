// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.pushdown.query.RangeEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the native part says of the relations a query names. */
final class RelationFacts {

  private final JsonNode json;
  private final Map<Long, RangeEntry> relations = new HashMap<>();

  RelationFacts(JsonNode json) {
    this.json = json;
  }

  RangeEntry relation(long oid) {
    return relations.computeIfAbsent(oid, this::read);
  }

  private RangeEntry read(long oid) {
    JsonNode relation = json.get(Long.toString(oid));
    if (relation == null) {
      return new RangeEntry.Refused("a relation is not described");
    }
    List<ColumnDefinition> columns = new ArrayList<>();
    for (JsonNode column : relation.path("columns")) {
      columns.add(TypeFacts.column(column));
    }
    return new RangeEntry.Relation(
        oid,
        TypeFacts.text(relation, "kind"),
        relation.path("name").asText(""),
        relation.path("reason").asText(null),
        columns);
  }
}
