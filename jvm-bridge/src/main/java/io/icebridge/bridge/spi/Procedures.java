// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.time.Instant;
import java.util.Map;

/** A table with procedures that maintain it. Only its owner calls them. */
public interface Procedures extends Table {

  /**
   * Carries out a procedure, as part of the current transaction.
   *
   * @param procedure its name, e.g. {@code rollback_to_snapshot}
   * @param arguments by name, as texts; values may be null
   * @param oldestTransaction when the oldest transaction began that still runs, which may read
   *     older versions and has files that no version names yet
   * @return a JSON value to show
   * @throws WrapperException where there is no such procedure, or an argument is wrong
   */
  String call(String procedure, Map<String, String> arguments, Instant oldestTransaction);
}
