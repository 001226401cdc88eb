// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.host.Host;
import io.icebridge.bridge.spi.CatalogWrapper;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.TransactionListener;
import io.icebridge.bridge.spi.Wrapper;
import io.icebridge.bridge.spi.WrapperException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The wrappers that listen to the current transaction, each with the nesting level it has heard of.
 *
 * <p>A wrapper hears of a transaction when it is first used in it, and of each savepoint when it is
 * first used below it.
 */
final class Transactions {

  private final Map<TransactionListener, Integer> levels = new LinkedHashMap<>();

  /** C's number of the transaction the listeners have heard of. */
  private long current;

  /** Why the transaction cannot commit; null where it can. */
  private Throwable broken;

  /**
   * Announces to a wrapper what it has not heard of yet.
   *
   * @return whether it listens
   */
  boolean touch(Wrapper wrapper, JsonNode transaction) {
    if (!(wrapper instanceof TransactionListener listener) || !transaction.isObject()) {
      return false;
    }
    long number = transaction.get("number").asLong();
    if (number != current) {
      // The end of the last one may still wait behind a call that was left behind.
      rollback(current);
      current = number;
    }
    int level = transaction.get("level").asInt();
    Integer heard = levels.get(listener);
    if (heard == null) {
      // Noted first: a listener that fails here has to hear of the end.
      levels.put(listener, 1);
      heard = 1;
      listener.begin(
          TransactionListener.Isolation.valueOf(transaction.get("isolation").asText()),
          transaction.get("readOnly").asBoolean());
    }
    for (int next = heard + 1; next <= level; next++) {
      listener.savepoint(next);
      levels.put(listener, next);
    }
    return true;
  }

  /**
   * Answers with the tables that were changed. An error here rolls the transaction back.
   *
   * @param durable whether what is written for them has to outlive a crash of the machine
   */
  ObjectNode preCommit(boolean durable) {
    if (broken != null) {
      throw WrapperException.of(
              SqlState.FDW_ERROR, "a foreign-data wrapper could not release a savepoint")
          .withDetail(broken.toString())
          .causedBy(broken);
    }
    for (TransactionListener listener : new ArrayList<>(levels.keySet())) {
      listener.preCommit();
    }
    ObjectNode changes = changes();
    for (TransactionListener listener : levels.keySet()) {
      if (listener instanceof CatalogWrapper catalog) {
        catalog.writeAhead(durable);
      }
    }
    return changes;
  }

  /** The tables that were changed so far. */
  ObjectNode changes() {
    return Changes.describe(levels.keySet());
  }

  /** Has their metadata written. An error here rolls the transaction back. */
  ObjectNode prepare(JsonNode request) {
    return Changes.prepare(levels.keySet(), request);
  }

  /** The first failure is thrown when all have heard. */
  void commit(long number) {
    Throwable failure = number == current ? end(TransactionListener::commit) : null;
    if (failure != null) {
      // C may not fail any more, not even by a character the database's encoding does not have.
      String text = failure.toString().replaceAll("[^\\x20-\\x7e]", "?");
      throw WrapperException.of(SqlState.FDW_ERROR, text);
    }
  }

  /** Nobody waits for this any more, so failures are only logged. */
  void rollback(long number) {
    if (number == current) {
      log(end(TransactionListener::rollback));
    }
  }

  /**
   * The changes of a savepoint now belong to the level above. A listener that fails has not done
   * so, others have: the transaction as a whole can only be rolled back.
   */
  void release(int level) {
    Throwable failure = leave(level, listener -> listener.releaseSavepoint(level));
    broken = broken == null ? failure : broken;
  }

  void rollbackTo(long number, int level) {
    if (number == current) {
      log(leave(level, listener -> listener.rollbackToSavepoint(level)));
    }
  }

  private Throwable leave(int level, Consumer<TransactionListener> news) {
    List<TransactionListener> concerned = new ArrayList<>();
    for (Map.Entry<TransactionListener, Integer> entry : levels.entrySet()) {
      if (entry.getValue() >= level) {
        concerned.add(entry.getKey());
        entry.setValue(level - 1);
      }
    }
    return tell(concerned, news);
  }

  private Throwable end(Consumer<TransactionListener> news) {
    List<TransactionListener> concerned = new ArrayList<>(levels.keySet());
    levels.clear();
    broken = null;
    return tell(concerned, news);
  }

  /** One listener's failure must not keep the news from the others; the first is returned. */
  private static Throwable tell(
      List<TransactionListener> listeners, Consumer<TransactionListener> news) {
    Throwable failure = null;
    for (TransactionListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException | Error e) {
        failure = failure == null ? e : failure;
      }
    }
    return failure;
  }

  private static void log(Throwable failure) {
    if (failure != null) {
      Host.log(Host.Level.WARNING, "a foreign-data wrapper failed to roll back: " + failure);
    }
  }
}
