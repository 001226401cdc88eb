// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Sends messages as C does. */
final class Requester {

  static final String WRAPPER = "\"wrapper\":\"" + RecordingWrapper.class.getName() + "\"";

  /** A table with the columns a (number 1) and b (number 3). */
  static final String RELATION = relation("{}", "{}");

  private static final PostgresType TEXT =
      new PostgresType(
          25, "pg_catalog", "text", -1, "text", PostgresType.Kind.BASE, null, List.of());

  private Requester() {}

  static void install() {
    RecordingWrapper.reset();
    Entry.install(
        new MessageReader() {
          @Override
          public Expression expression(JsonNode message) {
            return new Expression.Unsupported(message.get("tree").asText(), null);
          }

          @Override
          public ColumnDefinition column(JsonNode message) {
            return new ColumnDefinition(
                message.get("name").asText(),
                message.get("number").asInt(),
                TEXT,
                false,
                Definitions.options(message.get("options")));
          }
        },
        new RecordingQueries(),
        new Lifecycle() {
          @Override
          public long warm() {
            return 0;
          }

          @Override
          public void stop() {
            RecordingWrapper.call("stop");
          }
        });
  }

  static String relation(String serverOptions, String userMapping) {
    return """
        {"oid":16,"schema":"public","name":"t",%s,"classpath":null,
         "server":{"oid":7,"name":"s","wrapperOptions":{},"options":%s,"userMapping":%s},
         "options":{"path":"p"},
         "columns":[{"name":"a","number":1,"options":{}},{"name":"b","number":3,"options":{}}]}
        """
        .formatted(WRAPPER, serverOptions, userMapping);
  }

  static String transaction(long number, int level) {
    return """
        "transaction":{"number":%d,"level":%d,"isolation":"READ_COMMITTED","readOnly":false}
        """
        .formatted(number, level);
  }

  /** The answer to a request that must succeed. */
  static JsonNode ask(String operation, String request) {
    JsonNode answer = send(operation, request);
    if (answer.has("error")) {
      throw new AssertionError(answer.toString());
    }
    return answer;
  }

  /** The error a request is answered with. */
  static JsonNode error(String operation, String request) {
    JsonNode answer = send(operation, request);
    if (!answer.has("error")) {
      throw new AssertionError("no error: " + answer);
    }
    return answer.get("error");
  }

  /** Plans a scan at a nesting level of a transaction. */
  static JsonNode touch(long number, int level) {
    return ask(
        "plan",
        "{\"relation\":"
            + RELATION
            + ",\"columns\":[],\"quals\":[],"
            + transaction(number, level)
            + "}");
  }

  static JsonNode end(String operation, long number) {
    return ask(operation, "{\"number\":" + number + "}");
  }

  private static JsonNode send(String operation, String request) {
    try {
      return Json.read(Entry.call(-1, operation, request.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Calls noted since the last time, without those in the list. */
  static List<String> calls(String... uninteresting) {
    List<String> calls =
        RecordingWrapper.CALLS.stream()
            .filter(c -> List.of(uninteresting).stream().noneMatch(c::startsWith))
            .toList();
    RecordingWrapper.CALLS.clear();
    return calls;
  }

  static Map<String, RuntimeException> failures() {
    return RecordingWrapper.FAILURES;
  }
}
