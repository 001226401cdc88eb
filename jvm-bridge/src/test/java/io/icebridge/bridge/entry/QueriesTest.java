// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import static io.icebridge.bridge.entry.Requester.RELATION;
import static io.icebridge.bridge.entry.Requester.ask;
import static io.icebridge.bridge.entry.Requester.calls;
import static io.icebridge.bridge.entry.Requester.error;
import static io.icebridge.bridge.entry.Requester.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueriesTest {

  private static final String FOREIGN = "{\"kind\":\"lake\"," + RELATION.strip().substring(1);

  @BeforeEach
  void install() {
    Requester.install();
  }

  private static String request(String more) {
    return "{\"query\":\"\",\"relations\":{\"16\":"
        + FOREIGN
        + ",\"17\":{\"kind\":\"heap\",\"schema\":\"public\",\"name\":\"h\"}},"
        + transaction(1, 1)
        + more
        + "}";
  }

  @Test
  void aPlanOpensTheForeignTablesTellsTheirRolesAndTheTransactionToTheirWrappers() {
    JsonNode answer = ask("query.plan", request(""));
    assertThat(answer.get("listening").asBoolean()).isTrue();
    assertThat(answer.get("roles").toString()).isEqualTo("[\"pg_read_server_files\"]");
    assertThat(answer.get("tableRoles").toString())
        .isEqualTo("{\"16\":[\"pg_read_server_files\"]}");
    assertThat(answer.get("blocks").isArray()).isTrue();
    assertThat(calls())
        .containsExactly("begin [READ_COMMITTED, false]", "table [t]", "query.plan [[16]]");
  }

  @Test
  void theTableIsTheOneThatScansHave() {
    ask("plan", "{\"relation\":" + RELATION + ",\"columns\":[3],\"quals\":[]}");
    ask("query.plan", request(""));
    assertThat(calls().stream().filter(call -> call.startsWith("table"))).hasSize(1);
  }

  @Test
  void anOpenedQueryIsACursorLikeAnyOther() {
    JsonNode answer = ask("query.open", request(",\"block\":0,\"cursor\":9"));
    assertThat(answer.get("stream").asLong()).isEqualTo(RecordingTable.STREAM);
    assertThat(ask("scan.stream", "{\"cursor\":9}").get("stream").asLong())
        .isEqualTo(RecordingTable.STREAM);
    ask("scan.close", "{\"cursor\":9}");
    assertThat(ask("scan.stream", "{\"cursor\":9}").has("stream")).isFalse();
  }

  @Test
  void linesForExplain() {
    assertThat(ask("query.explain", request(",\"block\":0")).toString())
        .isEqualTo("{\"lines\":[{\"label\":\"Files\",\"value\":\"t 1 of 2\"}]}");
  }

  @Test
  void aFailureIsAnAnswer() {
    Requester.failures().put("query.plan", new IllegalStateException("no"));
    assertThat(error("query.plan", request("")).get("sqlState").asText()).isEqualTo("XX000");
  }
}
