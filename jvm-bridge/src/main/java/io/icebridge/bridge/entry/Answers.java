// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.ColumnChange;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.SchemaImporter.ImportedTable;
import java.util.List;
import java.util.Map;

/** Writes answers. */
final class Answers {

  private Answers() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static void texts(ObjectNode answer, String member, List<String> texts) {
    ArrayNode array = answer.putArray(member);
    for (String text : texts) {
      array.add(text);
    }
  }

  static ObjectNode lines(List<ExplainLine> lines) {
    ObjectNode answer = object();
    ArrayNode array = answer.putArray("lines");
    for (ExplainLine line : lines) {
      array.addObject().put("label", line.label()).put("value", line.value());
    }
    return answer;
  }

  static void columns(ObjectNode answer, List<InferredColumn> columns) {
    ArrayNode array = answer.putArray("columns");
    for (InferredColumn column : columns) {
      ObjectNode node = array.addObject();
      node.put("name", column.name());
      node.set("type", type(column.type()));
      node.put("notNull", column.notNull());
      options(node, column.options());
    }
  }

  static ObjectNode tables(List<ImportedTable> tables) {
    ObjectNode answer = object();
    ArrayNode array = answer.putArray("tables");
    for (ImportedTable table : tables) {
      ObjectNode node = array.addObject();
      node.put("name", table.name());
      columns(node, table.columns());
      options(node, table.options());
    }
    return answer;
  }

  static void changes(ObjectNode answer, List<ColumnChange> changes) {
    ArrayNode array = answer.putArray("changes");
    for (ColumnChange change : changes) {
      ObjectNode node = array.addObject();
      if (change instanceof ColumnChange.Added added) {
        columns(node.put("change", "added"), List.of(added.column()));
      } else if (change instanceof ColumnChange.Dropped dropped) {
        node.put("change", "dropped").put("name", dropped.name());
      } else if (change instanceof ColumnChange.Renamed renamed) {
        node.put("change", "renamed").put("name", renamed.name()).put("newName", renamed.newName());
      } else if (change instanceof ColumnChange.Retyped retyped) {
        node.put("change", "retyped").put("name", retyped.name()).set("type", type(retyped.type()));
      } else if (change instanceof ColumnChange.Nullability nullability) {
        node.put("change", "nullability").put("name", nullability.name());
        node.put("notNull", nullability.notNull());
      }
    }
  }

  private static void options(ObjectNode node, Map<String, String> options) {
    ObjectNode object = node.putObject("options");
    for (Map.Entry<String, String> option : options.entrySet()) {
      object.put(option.getKey(), option.getValue());
    }
  }

  private static ObjectNode type(InferredType type) {
    ObjectNode node = object();
    if (type instanceof InferredType.Named named) {
      node.put("named", named.sql());
    } else if (type instanceof InferredType.Array array) {
      node.set("array", type(array.element()));
    } else if (type instanceof InferredType.Composite composite) {
      ArrayNode fields = node.putArray("composite");
      for (InferredType.Field field : composite.fields()) {
        fields.addObject().put("name", field.name()).set("type", type(field.type()));
      }
    }
    return node;
  }
}
