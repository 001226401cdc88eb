// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import static io.icebridge.bridge.entry.Requester.ask;
import static io.icebridge.bridge.entry.Requester.calls;
import static io.icebridge.bridge.entry.Requester.end;
import static io.icebridge.bridge.entry.Requester.error;
import static io.icebridge.bridge.entry.Requester.failures;
import static io.icebridge.bridge.entry.Requester.touch;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionsTest {

  private static final String BEGIN = "begin [READ_COMMITTED, false]";

  @BeforeEach
  void install() {
    Requester.install();
  }

  private static java.util.List<String> news() {
    return calls("table", "estimate");
  }

  @Test
  void aTransactionIsAnnouncedAtItsFirstUseAndOnlyThen() {
    assertThat(touch(1, 1).get("listening").asBoolean()).isTrue();
    touch(1, 1);
    assertThat(news()).containsExactly(BEGIN);
    ask("transaction.pre_commit", "{}");
    end("transaction.commit", 1);
    assertThat(news()).containsExactly("preCommit", "commit");
    touch(2, 1);
    assertThat(news()).containsExactly(BEGIN);
  }

  @Test
  void savepointsAreAnnouncedInOrderAtTheFirstUseBelowThem() {
    touch(1, 3);
    assertThat(news()).containsExactly(BEGIN, "savepoint [2]", "savepoint [3]");
    touch(1, 4);
    assertThat(news()).containsExactly("savepoint [4]");
  }

  @Test
  void onlySavepointsThatWereAnnouncedAreEnded() {
    touch(1, 2);
    news();
    ask("transaction.release", "{\"level\":3}");
    ask("transaction.rollback_to", "{\"number\":1,\"level\":3}");
    assertThat(news()).isEmpty();
    ask("transaction.rollback_to", "{\"number\":1,\"level\":2}");
    assertThat(news()).containsExactly("rollbackTo [2]");
    ask("transaction.release", "{\"level\":2}");
    assertThat(news()).isEmpty();
    touch(1, 2);
    assertThat(news()).containsExactly("savepoint [2]");
  }

  @Test
  void aRollbackThatComesLateDoesNotHitTheNextTransaction() {
    touch(1, 1);
    touch(2, 1);
    assertThat(news()).containsExactly(BEGIN, "rollback", BEGIN);
    end("transaction.rollback", 1);
    assertThat(news()).isEmpty();
    end("transaction.commit", 2);
    assertThat(news()).containsExactly("commit");
  }

  @Test
  void aFailureBeforeTheCommitIsTheStatementsError() {
    failures().put("preCommit", new IllegalStateException("no"));
    touch(1, 1);
    assertThat(error("transaction.pre_commit", "{}").get("message").asText()).endsWith("no");
    news();
    end("transaction.rollback", 1);
    assertThat(news()).containsExactly("rollback");
  }

  @Test
  void aListenerThatFailedToBeginHearsOfTheRollback() {
    failures().put("begin", new IllegalStateException("no"));
    error(
        "plan",
        "{\"relation\":"
            + Requester.RELATION
            + ",\"columns\":[],\"quals\":[],"
            + Requester.transaction(1, 1)
            + "}");
    news();
    end("transaction.rollback", 1);
    assertThat(news()).containsExactly("rollback");
  }

  @Test
  void aSavepointThatCouldNotBeReleasedPreventsTheCommit() {
    failures().put("release", new IllegalStateException("no"));
    touch(1, 2);
    ask("transaction.release", "{\"level\":2}");
    assertThat(error("transaction.pre_commit", "{}").get("detail").asText()).endsWith("no");
    end("transaction.rollback", 1);
    touch(2, 1);
    ask("transaction.pre_commit", "{}");
  }

  @Test
  void aFailureAfterTheCommitIsToldInCharactersEveryEncodingHas() {
    failures().put("commit", new IllegalStateException("nö \ud83d\ude00"));
    touch(1, 1);
    assertThat(error("transaction.commit", "{\"number\":1}").get("message").asText())
        .isEqualTo("java.lang.IllegalStateException: n? ?");
  }

  @Test
  void aFailureToRollBackIsNoError() {
    failures().put("rollback", new IllegalStateException("no"));
    failures().put("rollbackTo", new IllegalStateException("no"));
    touch(1, 2);
    ask("transaction.rollback_to", "{\"number\":1,\"level\":2}");
    end("transaction.rollback", 1);
    assertThat(news()).contains("rollbackTo [2]", "rollback");
  }
}
