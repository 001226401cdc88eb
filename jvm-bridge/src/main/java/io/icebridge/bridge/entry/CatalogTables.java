// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.Alteration;
import io.icebridge.bridge.spi.CatalogWrapper;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.Inspectable;
import io.icebridge.bridge.spi.ManagedTable;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.OrphanSearch;
import io.icebridge.bridge.spi.PrivilegedWrapper;
import io.icebridge.bridge.spi.Procedures;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TablePlace;
import io.icebridge.bridge.spi.Wrapper;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.expression.Expression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Definitions, views and procedures of tables that PostgreSQL's catalog keeps. */
final class CatalogTables {

  private final Wrappers wrappers;
  private final Transactions transactions;
  private final MessageReader reader;

  CatalogTables(Wrappers wrappers, Transactions transactions, MessageReader reader) {
    this.wrappers = wrappers;
    this.transactions = transactions;
    this.reader = reader;
  }

  ObjectNode create(JsonNode request) {
    ObjectNode answer = touch(request);
    JsonNode location = request.get("location");
    managed(request)
        .create(
            new TablePlace(
                location.isNull() ? null : location.asText(),
                request.get("prefix").asText(),
                request.get("database").asText(),
                request.get("owner").asText()));
    return answer;
  }

  ObjectNode alter(JsonNode request) {
    ObjectNode answer = touch(request);
    List<ColumnDefinition> columns = new ArrayList<>();
    for (JsonNode column : request.get("before")) {
      columns.add(reader.column(column));
    }
    TableDefinition table = wrappers.definition(request.get("relation"));
    Map<Integer, Expression.Constant> defaults = new HashMap<>();
    for (ColumnDefinition column : table.columns()) {
      JsonNode value = request.get("defaults").path(String.valueOf(column.number()));
      if (!value.isMissingNode()) {
        defaults.put(column.number(), Requests.constant(value, column.type()));
      }
    }
    Map<String, String> options = Definitions.options(request.get("optionsBefore"));
    ArrayNode fill = answer.putArray("fill");
    for (Integer column : managed(request).alter(new Alteration(columns, options, defaults))) {
      fill.add(column.intValue());
    }
    return answer;
  }

  ObjectNode drop(JsonNode request) {
    ObjectNode answer = touch(request);
    managed(request).drop();
    return answer;
  }

  ObjectNode attach(JsonNode request) {
    ObjectNode answer = touch(request);
    managed(request).attach(request.get("location").asText());
    return answer;
  }

  private ManagedTable managed(JsonNode request) {
    return table(request, ManagedTable.class, "cannot be created, altered or dropped");
  }

  ObjectNode inspect(JsonNode request) {
    ObjectNode answer = touch(request);
    Inspectable table = table(request, Inspectable.class, "tells nothing about itself");
    return answer.put("json", table.inspect(request.get("subject").asText()));
  }

  ObjectNode procedure(JsonNode request) {
    ObjectNode answer = touch(request);
    Procedures table = table(request, Procedures.class, "has no procedures");
    JsonNode texts = request.get("arguments");
    Map<String, String> arguments = new HashMap<>();
    for (Iterator<String> names = texts.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode text = texts.get(name);
      arguments.put(name, text.isNull() ? null : text.asText());
    }
    Instant oldest = Instant.ofEpochMilli(request.get("oldestTransaction").asLong());
    return answer.put("json", table.call(request.get("procedure").asText(), arguments, oldest));
  }

  ObjectNode appendsOnly(JsonNode request) {
    ObjectNode answer = touch(request);
    boolean appends =
        catalog(request)
            .appendsOnly(
                wrappers.definition(request.get("relation")),
                request.get("from").asText(),
                request.get("to").asText());
    return answer.put("appends", appends);
  }

  ObjectNode differences(JsonNode request) {
    ObjectNode answer = touch(request);
    Answers.changes(
        answer,
        catalog(request)
            .differences(
                wrappers.definition(request.get("relation")),
                request.get("from").asText(),
                request.get("to").asText()));
    return answer;
  }

  ObjectNode removeOrphanFolders(JsonNode request) {
    List<String> known = new ArrayList<>();
    request.get("known").forEach(location -> known.add(location.asText()));
    ObjectNode answer = Answers.object();
    Answers.texts(
        answer,
        "folders",
        catalog(request)
            .removeOrphanFolders(
                new OrphanSearch(
                    request.get("prefix").asText(),
                    request.get("database").asText(),
                    request.get("owner").asText(),
                    known,
                    Instant.ofEpochMilli(request.get("before").asLong()),
                    request.get("dryRun").asBoolean())));
    return answer;
  }

  /** Announces the transaction and answers with the roles the table's owner must have. */
  private ObjectNode touch(JsonNode request) {
    JsonNode relation = request.get("relation");
    Wrapper wrapper = wrappers.of(relation);
    ObjectNode answer = Answers.object();
    answer.put("listening", transactions.touch(wrapper, request.path("transaction")));
    if (wrapper instanceof PrivilegedWrapper privileged) {
      Answers.texts(
          answer,
          "roles",
          privileged.requiredRoles(
              OptionLevel.FOREIGN_TABLE, Definitions.options(relation.get("options"))));
    }
    return answer;
  }

  private CatalogWrapper catalog(JsonNode request) {
    Wrapper wrapper = wrappers.of(request.get("relation"));
    if (wrapper instanceof CatalogWrapper catalog) {
      return catalog;
    }
    throw WrapperException.unsupported(
            "the foreign-data wrapper of table \"" + name(request) + "\" has no versions of tables")
        .withHint("Drop its option \"catalog\".");
  }

  private <T> T table(JsonNode request, Class<T> kind, String otherwise) {
    Table table = wrappers.table(request.get("relation"));
    if (kind.isInstance(table)) {
      return kind.cast(table);
    }
    throw WrapperException.unsupported("foreign table \"" + name(request) + "\" " + otherwise)
        .withDetail("Its wrapper does not support that.");
  }

  private static String name(JsonNode request) {
    return request.get("relation").get("name").asText();
  }
}
