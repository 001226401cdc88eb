// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.TransactionListener;
import io.icebridge.bridge.spi.Wrapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The wrappers that listen to the current transaction, each with the nesting level it has heard of.
 *
 * <p>A wrapper hears of a transaction when it is first used in it, and of each savepoint when it is
 * first used below it.
 */
final class Transactions {

  private final Map<TransactionListener, Integer> levels = new LinkedHashMap<>();

  /**
   * Announces to a wrapper what it has not heard of yet.
   *
   * @return whether it listens
   */
  boolean touch(Wrapper wrapper, JsonNode transaction) {
    if (!(wrapper instanceof TransactionListener listener) || !transaction.isObject()) {
      return false;
    }
    int level = transaction.get("level").asInt();
    Integer heard = levels.get(listener);
    if (heard == null) {
      listener.begin(
          TransactionListener.Isolation.valueOf(transaction.get("isolation").asText()),
          transaction.get("readOnly").asBoolean());
      heard = 1;
      levels.put(listener, heard);
    }
    for (int next = heard + 1; next <= level; next++) {
      listener.savepoint(next);
      levels.put(listener, next);
    }
    return true;
  }

  void preCommit() {
    for (TransactionListener listener : new ArrayList<>(levels.keySet())) {
      listener.preCommit();
    }
  }

  void commit() {
    forEachAndForget(TransactionListener::commit);
  }

  void rollback() {
    forEachAndForget(TransactionListener::rollback);
  }

  void release(int level) {
    for (Map.Entry<TransactionListener, Integer> entry : levels.entrySet()) {
      if (entry.getValue() >= level) {
        entry.getKey().releaseSavepoint(level);
        entry.setValue(level - 1);
      }
    }
  }

  void rollbackTo(int level) {
    for (Map.Entry<TransactionListener, Integer> entry : levels.entrySet()) {
      if (entry.getValue() >= level) {
        entry.getKey().rollbackToSavepoint(level);
        entry.setValue(level - 1);
      }
    }
  }

  /**
   * One listener's failure must not keep the news from the others; the first is thrown at the end.
   */
  private void forEachAndForget(java.util.function.Consumer<TransactionListener> end) {
    List<TransactionListener> listeners = new ArrayList<>(levels.keySet());
    levels.clear();
    RuntimeException failure = null;
    for (TransactionListener listener : listeners) {
      try {
        end.accept(listener);
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
