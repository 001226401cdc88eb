// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The stores of this session, of all servers, and what its transaction has changed in them.
 *
 * <p>Static because a wrapper's instance may be replaced (an option of its server was changed, or
 * another user's mapping applies), which the stores must survive. Used by one thread.
 */
final class Session {

  private static final Session CURRENT = new Session();

  private final Map<Long, Map<String, Store>> stores = new TreeMap<>();
  private final UndoLog undoLog = new UndoLog();

  private Session() {}

  static Session current() {
    return CURRENT;
  }

  UndoLog undoLog() {
    return undoLog;
  }

  /** The store of that name of a server. One that nothing was ever written to is empty. */
  Store store(long server, String name) {
    return stores
        .computeIfAbsent(server, s -> new TreeMap<>())
        .computeIfAbsent(name, n -> new Store(n, undoLog));
  }

  /** The stores of a server that hold something, by name. */
  List<Store> stores(long server) {
    return stores.getOrDefault(server, Map.of()).values().stream()
        .filter(store -> store.valueType() != null)
        .toList();
  }

  /** Frees what changed and removed rows have left behind. Not while a transaction is open. */
  void compact() {
    stores.values().stream().map(Map::values).flatMap(Collection::stream).forEach(Store::compact);
  }
}
