// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import static io.icebridge.bridge.entry.Requester.ask;
import static io.icebridge.bridge.entry.Requester.calls;
import static io.icebridge.bridge.entry.Requester.end;
import static io.icebridge.bridge.entry.Requester.error;
import static io.icebridge.bridge.entry.Requester.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that PostgreSQL's catalog keeps. */
class CatalogTest {

  private static final String POINTER = "{\"metadataLocation\":\"v1\",\"command\":3}";

  @BeforeEach
  void install() {
    Requester.install();
    RecordingCatalog.clear();
  }

  /** A relation of the catalog wrapper, under a user mapping of that name. */
  private static String relation(String pointer, String user) {
    return Requester.relation("{}", "{\"user\":\"" + user + "\"}")
            .replace(RecordingWrapper.class.getName(), RecordingCatalog.class.getName())
            .strip()
            .replaceFirst("}$", "")
        + (pointer == null ? "" : ",\"pointer\":" + pointer)
        + "}";
  }

  private static JsonNode about(String operation, String members) {
    return ask(
        operation,
        "{\"relation\":" + relation(POINTER, "u") + members + "," + transaction(1, 1) + "}");
  }

  private static void touch(String user) {
    ask(
        "plan",
        "{\"relation\":"
            + relation(POINTER, user)
            + ",\"columns\":[],\"quals\":[],"
            + transaction(1, 1)
            + "}");
  }

  @Test
  void aTableIsOpenedForEachVersionAStatementSees() {
    about("table.inspect", ",\"subject\":\"x\"");
    about("table.inspect", ",\"subject\":\"x\"");
    String request = ",\"subject\":\"x\"," + transaction(1, 1) + "}";
    String own = "{\"metadataLocation\":null,\"command\":4}";
    ask("table.inspect", "{\"relation\":" + relation(own, "u") + request);
    ask("table.inspect", "{\"relation\":" + relation("null", "u") + request);
    assertThat(calls("begin", "inspect"))
        .containsExactly(
            "open [TablePointer[metadataLocation=v1, command=3]]",
            "open [TablePointer[metadataLocation=null, command=4]]",
            "open [null]");
  }

  @Test
  void theNumberOfARowIsAColumnOfAScan() {
    about("scan.open", ",\"cursor\":1,\"columns\":[-1,3],\"quals\":[]");
    assertThat(calls("begin", "open")).containsExactly("scan [[-1, 3]]");
  }

  @Test
  void aTransactionThatOnlyReadHasNoChanges() {
    touch("u");
    JsonNode answer = ask("transaction.pre_commit", "{}");
    assertThat(answer.get("tables")).isEmpty();
    assertThat(answer.get("opaque").asBoolean()).isFalse();
  }

  @Test
  void listenersWithoutACatalogAreOpaque() {
    Requester.touch(1, 1);
    assertThat(ask("transaction.changes", "{}").get("opaque").asBoolean()).isTrue();
  }

  @Test
  void changedTablesAreNamedAndPreparedByTheirWrappers() {
    RecordingCatalog.CHANGED.addAll(List.of(List.of(16L, 17L), List.of(18L)));
    RecordingCatalog.PREPARED.put(16L, "w16");
    RecordingCatalog.PREPARED.put(17L, "w17");
    RecordingCatalog.PREPARED.put(18L, "w18");
    touch("u");
    touch("other");
    assertThat(ask("transaction.pre_commit", "{}").get("tables").toString())
        .isEqualTo("[16,17,18]");
    calls();
    JsonNode answer =
        ask(
            "transaction.prepare",
            """
            {"durable":true,"oldestTransaction":1000,"tables":[{"oid":16,"metadataLocation":"v16"},
            {"oid":17,"metadataLocation":null},{"oid":18,"metadataLocation":"v18"}]}
            """);
    assertThat(calls())
        .containsExactly(
            "prepare [0, {16=v16, 17=null}, true, 1970-01-01T00:00:01Z]",
            "prepare [1, {18=v18}, true, 1970-01-01T00:00:01Z]");
    assertThat(answer.get("tables")).hasSize(3);
    for (JsonNode table : answer.get("tables")) {
      assertThat(table.get("metadataLocation").asText()).isEqualTo("w" + table.get("oid").asText());
    }
    end("transaction.commit", 1);
  }

  @Test
  void aTableMayStayAsItIs() {
    RecordingCatalog.CHANGED.add(List.of(16L));
    touch("u");
    String table = "{\"oid\":16,\"metadataLocation\":\"v\"}";
    assertThat(
            ask(
                    "transaction.prepare",
                    "{\"durable\":false,\"oldestTransaction\":0,\"tables\":[" + table + "]}")
                .get("tables"))
        .isEmpty();
  }

  @Test
  void aTableBelongsToOneInstanceInATransaction() {
    RecordingCatalog.CHANGED.addAll(List.of(List.of(16L), List.of(16L)));
    touch("u");
    touch("other");
    JsonNode error = error("transaction.pre_commit", "{}");
    assertThat(error.get("sqlState").asText()).isEqualTo("0A000");
    assertThat(error.get("message").asText()).contains("several user mappings");
  }

  @Test
  void versionsAreCompared() {
    assertThat(about("catalog.appends_only", ",\"from\":\"a\",\"to\":\"b\"").get("appends"))
        .hasToString("true");
    assertThat(about("catalog.appends_only", ",\"from\":\"b\",\"to\":\"c\"").get("appends"))
        .hasToString("false");
    assertThat(about("catalog.differences", ",\"from\":\"a\",\"to\":\"b\"").get("changes"))
        .hasToString(
            "[{\"change\":\"dropped\",\"name\":\"a\"},"
                + "{\"change\":\"renamed\",\"name\":\"b\",\"newName\":\"c\"},"
                + "{\"change\":\"retyped\",\"name\":\"c\",\"type\":{\"named\":\"bigint\"}},"
                + "{\"change\":\"nullability\",\"name\":\"c\",\"notNull\":true},"
                + "{\"change\":\"added\",\"columns\":[{\"name\":\"d\",\"type\":{\"named\":\"text\"},"
                + "\"notNull\":false,\"options\":{}}]}]");
    assertThat(calls("begin"))
        .containsExactly("appendsOnly [t, a, b]", "appendsOnly [t, b, c]", "differences [t, a, b]");
  }

  @Test
  void viewsAndProceduresAnswerInJsonAndNameTheRolesOfTheOwner() {
    JsonNode answer = about("table.inspect", ",\"subject\":\"files\"");
    assertThat(answer.get("json").asText()).isEqualTo("[1]");
    assertThat(answer.get("roles").toString()).isEqualTo("[\"pg_read_server_files\"]");
    assertThat(answer.get("listening").asBoolean()).isTrue();
    about(
        "table.procedure",
        ",\"procedure\":\"p\",\"oldestTransaction\":0,\"arguments\":{\"n\":1,\"t\":\"x\",\"z\":null}");
    assertThat(calls("begin", "open"))
        .containsExactly(
            "inspect [files]", "procedure [p, {n=1, t=x, z=null}, 1970-01-01T00:00:00Z]");
  }

  @Test
  void otherWrappersSayThatTheyCannot() {
    String request = "{\"relation\":" + Requester.RELATION + ",\"subject\":\"x\"}";
    assertThat(error("table.inspect", request).get("message").asText())
        .isEqualTo("foreign table \"t\" tells nothing about itself");
    request = "{\"relation\":" + Requester.RELATION + ",\"from\":\"a\",\"to\":\"b\"}";
    assertThat(error("catalog.appends_only", request).get("message").asText())
        .contains("has no versions of tables");
  }
}
