// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.ServerDefinition;
import io.icebridge.bridge.spi.SortKey;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TablePointer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the definitions in a message. */
final class Definitions {

  /** Options of foreign-data wrappers and servers that are for C, not for their Java class. */
  static final Set<String> OWN_OPTIONS = Set.of("wrapper", "classpath", "catalog");

  private final MessageReader reader;

  Definitions(MessageReader reader) {
    this.reader = reader;
  }

  static Map<String, String> options(JsonNode object) {
    Map<String, String> options = new LinkedHashMap<>();
    Iterator<String> names = object.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      options.put(name, object.get(name).asText());
    }
    return options;
  }

  /** The server; options of the foreign-data wrapper stand below those of the server. */
  static ServerDefinition server(JsonNode server) {
    Map<String, String> options = options(server.get("wrapperOptions"));
    options.putAll(options(server.get("options")));
    options.keySet().removeAll(OWN_OPTIONS);
    return new ServerDefinition(
        server.get("oid").asLong(),
        server.get("name").asText(),
        options,
        options(server.get("userMapping")));
  }

  TableDefinition table(JsonNode relation) {
    List<ColumnDefinition> columns = new ArrayList<>();
    for (JsonNode column : relation.get("columns")) {
      columns.add(reader.column(column));
    }
    JsonNode schema = relation.get("schema");
    return new TableDefinition(
        relation.get("oid").asLong(),
        schema.isNull() ? "" : schema.asText(),
        relation.get("name").asText(),
        server(relation.get("server")),
        options(relation.get("options")),
        columns,
        pointer(relation.path("pointer")));
  }

  private static TablePointer pointer(JsonNode pointer) {
    if (!pointer.isObject()) {
      return null;
    }
    JsonNode location = pointer.get("metadataLocation");
    return new TablePointer(
        location.isNull() ? null : location.asText(), pointer.get("command").asInt());
  }

  /** The columns with these numbers, in the order of the numbers. */
  static List<ColumnDefinition> columns(TableDefinition table, JsonNode numbers) {
    List<ColumnDefinition> columns = new ArrayList<>(numbers.size());
    for (JsonNode number : numbers) {
      columns.add(columnNumbered(table, number.asInt()));
    }
    return columns;
  }

  private static ColumnDefinition columnNumbered(TableDefinition table, int number) {
    for (ColumnDefinition column : table.columns()) {
      if (column.number() == number) {
        return column;
      }
    }
    if (number == ColumnDefinition.ROW_NUMBER) {
      return ColumnDefinition.rowNumber();
    }
    throw new IllegalArgumentException(
        "table " + table.name() + " has no column numbered " + number);
  }

  static List<SortKey> order(JsonNode keys) {
    List<SortKey> order = new ArrayList<>(keys.size());
    for (JsonNode key : keys) {
      order.add(
          new SortKey(
              key.get("column").asText(),
              key.get("descending").asBoolean(),
              key.get("nullsFirst").asBoolean(),
              key.get("collation").asText()));
    }
    return order;
  }
}
