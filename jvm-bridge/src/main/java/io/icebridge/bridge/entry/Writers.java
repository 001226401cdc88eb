// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.StreamWriter;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.WritableTable;
import io.icebridge.bridge.spi.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Running INSERT, UPDATE, DELETE and TRUNCATE. */
final class Writers {

  private final Wrappers wrappers;
  private final Transactions transactions;
  private final Map<Long, Writer> writers = new HashMap<>();

  Writers(Wrappers wrappers, Transactions transactions) {
    this.wrappers = wrappers;
    this.transactions = transactions;
  }

  /**
   * Whether a table can be written to, and the numbers of the columns that name its rows. A request
   * that is tolerant hears of a table that cannot be opened as {@code unknown}.
   */
  ObjectNode describe(JsonNode request) {
    try {
      return describe(wrappers.table(request.get("relation")));
    } catch (RuntimeException e) {
      if (!request.path("tolerant").asBoolean()) {
        throw e;
      }
      return Answers.object().put("unknown", true);
    }
  }

  private static ObjectNode describe(Table table) {
    ObjectNode answer = Answers.object();
    answer.put("writable", table instanceof WritableTable);
    ArrayNode numbers = answer.putArray("rowId");
    if (table instanceof WritableTable writable) {
      for (ColumnDefinition column : writable.rowId()) {
        numbers.add(column.number());
      }
    }
    return answer;
  }

  ObjectNode open(JsonNode request) {
    JsonNode relation = request.get("relation");
    ObjectNode answer = Answers.object();
    answer.put("listening", transactions.touch(wrappers.of(relation), request.path("transaction")));
    WritableTable table = writable(request);
    TableDefinition definition = wrappers.definition(relation);
    List<ColumnDefinition> columns = Definitions.columns(definition, request.get("columns"));
    Writer writer =
        switch (request.get("kind").asText()) {
          case "insert" -> table.insert(columns);
          case "update" -> table.update(columns);
          case "delete" -> table.delete();
          default -> throw new IllegalArgumentException(request.get("kind").asText());
        };
    writers.put(request.get("writer").asLong(), writer);
    if (writer instanceof StreamWriter streaming) {
      answer.put("stream", true);
      ArrayNode asText = answer.putArray("asText");
      for (long type : streaming.asText()) {
        asText.add(type);
      }
    }
    return answer;
  }

  /** The open writer a request names. */
  Writer of(JsonNode request) {
    return writers.get(request.get("writer").asLong());
  }

  ObjectNode start(JsonNode request) {
    StreamWriter writer = (StreamWriter) of(request);
    writer.start(request.get("stream").asLong());
    return Answers.object();
  }

  ObjectNode write(JsonNode request) {
    Writer writer = of(request);
    long rows = writer.write(request.get("array").asLong(), request.get("schema").asLong());
    return Answers.object().put("rows", rows);
  }

  ObjectNode finish(JsonNode request) {
    Writer writer = of(request);
    if (request.path("shared").asBoolean()) {
      writer.keepRowNumbers();
    }
    writer.finish();
    return Answers.object();
  }

  ObjectNode close(JsonNode request) {
    Writer writer = writers.remove(request.get("writer").asLong());
    if (writer != null) {
      writer.close();
    }
    return Answers.object();
  }

  ObjectNode truncate(JsonNode request) {
    ObjectNode answer = Answers.object();
    answer.put(
        "listening",
        transactions.touch(wrappers.of(request.get("relation")), request.path("transaction")));
    writable(request).truncate();
    return answer;
  }

  private WritableTable writable(JsonNode request) {
    Table table = wrappers.table(request.get("relation"));
    if (table instanceof WritableTable writable) {
      return writable;
    }
    throw WrapperException.unsupported(
            "foreign table \"" + request.get("relation").get("name").asText() + "\" is read-only")
        .withDetail("Its wrapper does not take changes.");
  }
}
