// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import static io.icebridge.bridge.entry.Requester.RELATION;
import static io.icebridge.bridge.entry.Requester.WRAPPER;
import static io.icebridge.bridge.entry.Requester.ask;
import static io.icebridge.bridge.entry.Requester.calls;
import static io.icebridge.bridge.entry.Requester.error;
import static io.icebridge.bridge.entry.Requester.failures;
import static io.icebridge.bridge.entry.Requester.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryTest {

  @BeforeEach
  void install() {
    Requester.install();
  }

  private static String planRequest(String quals, String more) {
    return "{\"relation\":" + RELATION + ",\"columns\":[3],\"quals\":[" + quals + "]" + more + "}";
  }

  private static String qual(String text) {
    return "{\"tree\":\"" + text + "\"}";
  }

  @Test
  void aPlanTellsOfEachQualAndOnlyAppliedOnesReachTheTable() {
    JsonNode answer =
        ask("plan", planRequest(qual("exact") + "," + qual("prune") + "," + qual("other"), ""));
    assertThat(answer.get("support").toString()).isEqualTo("[\"EXACT\",\"PRUNE\",\"NONE\"]");
    assertThat(answer.get("notes").toString())
        .isEqualTo("[\"because of prune\",\"because of other\"]");
    assertThat(calls("table")).containsExactly("estimate [2]");
    assertThat(answer.get("tableRows").asDouble()).isEqualTo(100);
    assertThat(answer.get("rows").asDouble()).isEqualTo(10);
    assertThat(answer.get("width").asInt()).isEqualTo(8);
    assertThat(answer.get("startupCost").asDouble()).isEqualTo(1);
    assertThat(answer.get("rowCost").asDouble()).isEqualTo(0.5);
    assertThat(answer.get("roles").toString()).isEqualTo("[\"pg_read_server_files\"]");
    assertThat(answer.get("lookups").toString())
        .isEqualTo("[{\"columns\":[\"a\"],\"rows\":1.0,\"cost\":2.5}]");
    assertThat(answer.get("listening").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "exact, C, 5, true, true",
    "exact, C, 5000, true, false",
    "exact, de, 5, false, true",
    "prune, C, 5, true, false",
    "other, C, 5, true, false"
  })
  void orderAndLimitAreServedWhereTheTableSaysSoAndTheLimitOnlyIfAllQualsAreExact(
      String qual, String collation, long limit, boolean ordered, boolean limited) {
    String order =
        ",\"limit\":"
            + limit
            + ",\"order\":[{\"column\":\"a\",\"descending\":false,"
            + "\"nullsFirst\":false,\"collation\":\""
            + collation
            + "\"}]";
    JsonNode answer = ask("plan", planRequest(qual(qual), order));
    assertThat(answer.get("ordered").asBoolean()).isEqualTo(ordered);
    assertThat(answer.get("limited").asBoolean()).isEqualTo(limited);
  }

  @Test
  void aScanIsOpenedDescribedAndClosedByTheNumberCGaveIt() {
    String open = planRequest("", ",\"cursor\":5," + transaction(1, 1));
    assertThat(ask("scan.open", open).get("stream").asLong()).isEqualTo(RecordingTable.STREAM);
    assertThat(calls("table", "begin")).containsExactly("scan [[b]]");
    assertThat(ask("scan.statistics", "{\"cursor\":5}").toString())
        .isEqualTo("{\"lines\":[{\"label\":\"Rows\",\"value\":\"3\"}]}");
    JsonNode error = error("scan.error", "{\"cursor\":5,\"message\":\"broken\"}");
    assertThat(error.get("sqlState").asText()).isEqualTo("0A000");
    assertThat(error.get("message").asText()).isEqualTo("stream: broken");
    ask("scan.close", "{\"cursor\":5}");
    assertThat(calls()).containsExactly("closeCursor");
    ask("scan.close", "{\"cursor\":5}");
    assertThat(calls()).isEmpty();
  }

  @Test
  void explainPassesOnWhetherItIsVerbose() {
    assertThat(ask("explain", planRequest("", ",\"verbose\":true")).toString())
        .isEqualTo("{\"lines\":[{\"label\":\"Verbose\",\"value\":\"true\"}]}");
  }

  @Test
  void rowsAreWrittenByAWriterThatIsFinishedAndClosed() {
    JsonNode described = ask("modify.describe", "{\"relation\":" + RELATION + "}");
    assertThat(described.toString()).isEqualTo("{\"writable\":true,\"rowId\":[3]}");
    for (String kind : new String[] {"insert", "update", "delete"}) {
      String open = "{\"relation\":" + RELATION + ",\"kind\":\"" + kind + "\",\"writer\":9,";
      ask("writer.open", open + "\"columns\":[1,3]}");
      JsonNode written = ask("writer.write", "{\"writer\":9,\"array\":11,\"schema\":12}");
      assertThat(written.get("rows").asLong()).isEqualTo(2);
      ask("writer.finish", "{\"writer\":9}");
      ask("writer.close", "{\"writer\":9}");
      ask("writer.close", "{\"writer\":9}");
    }
    assertThat(calls("table"))
        .containsExactly(
            "insert [2]",
            "write [11, 12]",
            "finish",
            "closeWriter",
            "update [2]",
            "write [11, 12]",
            "finish",
            "closeWriter",
            "delete",
            "write [11, 12]",
            "finish",
            "closeWriter");
    ask("table.truncate", "{\"relation\":" + RELATION + "}");
    assertThat(calls()).containsExactly("truncate");
  }

  @Test
  void aTolerantQuestionHearsThatATableCannotBeOpened() {
    failures().put("table", new IllegalStateException("no"));
    String request = "{\"relation\":" + RELATION + ",\"tolerant\":%s}";
    assertThat(ask("modify.describe", request.formatted(true)).get("unknown").asBoolean()).isTrue();
    assertThat(error("modify.describe", request.formatted(false)).get("message").asText())
        .isEqualTo("java.lang.IllegalStateException: no");
  }

  @Test
  void columnsAreInferredOnlyOnceThePermissionIsKnown() {
    JsonNode first = ask("table.infer", "{\"relation\":" + RELATION + "}");
    assertThat(first.toString()).isEqualTo("{\"roles\":[\"pg_read_server_files\"]}");
    assertThat(calls("validate")).isEmpty();
    JsonNode second = ask("table.infer", "{\"relation\":" + RELATION + ",\"permitted\":true}");
    assertThat(second.get("columns").toString())
        .isEqualTo(
            "[{\"name\":\"a\",\"type\":{\"named\":\"text\"},\"notNull\":true,"
                + "\"options\":{\"field\":\"A\"}},"
                + "{\"name\":\"b\",\"type\":{\"array\":{\"composite\":"
                + "[{\"name\":\"c\",\"type\":{\"named\":\"int\"}}]}},"
                + "\"notNull\":false,\"options\":{}}]");
  }

  @Test
  void aSchemaIsImportedWithWhatWasAskedFor() {
    String request =
        "{"
            + WRAPPER
            + ",\"classpath\":null,\"server\":{\"oid\":7,\"name\":\"s\","
            + "\"wrapperOptions\":{},\"options\":{},\"userMapping\":{}},\"schema\":\"far\","
            + "\"selection\":\"LIMIT_TO\",\"tables\":[\"t\"],\"options\":{\"x\":\"1\"}}";
    ask("schema.import", request);
    assertThat(calls("infer")).isEmpty();
    JsonNode answer =
        ask("schema.import", request.replace("\"schema\":", "\"permitted\":true,\"schema\":"));
    assertThat(calls("infer")).containsExactly("import [far, LIMIT_TO, [t], {x=1}]");
    assertThat(answer.get("tables").get(0).get("name").asText()).isEqualTo("t");
    assertThat(answer.get("tables").get(0).get("options").toString()).isEqualTo("{\"path\":\"p\"}");
  }

  @Test
  void aTablesDefinitionIsOpenedOnceAndAgainWhenItChanges() {
    ask("plan", planRequest("", ""));
    ask("plan", planRequest("", ""));
    assertThat(calls("estimate")).containsExactly("table [t]");
    ask("plan", planRequest("", "").replace("\"path\":\"p\"", "\"path\":\"q\""));
    assertThat(calls("estimate")).containsExactly("table [t]");
  }

  @Test
  void eachUserMappingHasAnInstanceUntilTheServerChanges() {
    String plan = "{\"relation\":%s,\"columns\":[],\"quals\":[]}";
    String mine = plan.formatted(Requester.relation("{}", "{\"user\":\"me\"}"));
    String yours = plan.formatted(Requester.relation("{}", "{\"user\":\"you\"}"));
    ask("plan", mine);
    ask("plan", yours);
    ask("plan", mine);
    ask("plan", yours);
    assertThat(RecordingWrapper.instances).isEqualTo(2);
    ask("plan", plan.formatted(Requester.relation("{\"endpoint\":\"e\"}", "{\"user\":\"me\"}")));
    ask("plan", mine);
    assertThat(RecordingWrapper.instances).isEqualTo(4);
  }

  @Test
  void theEndOfTheBackendCancelsOpenCursorsAndStops() {
    ask("scan.open", planRequest("", ",\"cursor\":5"));
    calls();
    ask("stop", "{}");
    assertThat(calls()).contains("cancelCursor", "stop");
  }

  @Test
  void anUnknownOperationIsAnInternalError() {
    assertThat(error("dance", "{}").get("sqlState").asText()).isEqualTo("XX000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | option \"wrapper\" is required for a server",
        "\"no.Such\" | could not find Java class \"no.Such\"",
        "\"java.lang.String\" | Java class \"java.lang.String\" is not a foreign-data wrapper",
        "\"io.icebridge.bridge.spi.SchemaImporter\" | could not make an instance of Java class"
            + " \"io.icebridge.bridge.spi.SchemaImporter\""
      })
  void aClassThatCannotServeIsRefused(String wrapper, String message) {
    String request =
        "{\"wrapper\":" + wrapper + ",\"classpath\":null,\"level\":\"SERVER\",\"options\":{}}";
    JsonNode error = error("options.validate", request);
    assertThat(error.get("message").asText()).isEqualTo(message);
    assertThat(error.get("hint").asText()).isNotEmpty();
  }
}
