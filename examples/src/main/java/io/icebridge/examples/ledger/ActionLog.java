// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.ledger;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the current transaction has done to one table, statement by statement. */
final class ActionLog {

  /** Rows of the transaction have numbers from here on, until they are committed. */
  private static final long OWN_NUMBERS = 1L << 40;

  /**
   * A row that came ({@code row}) or went ({@code number}); neither for the table itself.
   *
   * @param level of the savepoint it was done below
   */
  private record Action(int command, int level, Row row, long number) {

    boolean isOfTable() {
      return row == null && (number == CREATED || number == DROPPED);
    }
  }

  private static final long CREATED = -1;
  private static final long DROPPED = -2;

  private final List<Action> actions = new ArrayList<>();
  private long nextNumber = OWN_NUMBERS;

  void insert(int command, int level, Map<Integer, String> values) {
    actions.add(new Action(command, level, new Row(nextNumber++, values), 0));
  }

  void remove(int command, int level, long number) {
    actions.add(new Action(command, level, null, number));
  }

  void create(int command, int level) {
    actions.add(new Action(command, level, null, CREATED));
  }

  void drop(int command, int level) {
    actions.add(new Action(command, level, null, DROPPED));
  }

  /** Whether the commit has to write a version. */
  boolean hasChanges() {
    return !actions.isEmpty() && actions.stream().noneMatch(a -> a.number() == DROPPED);
  }

  /** Lays what earlier statements did over the rows of a version. */
  void apply(TreeMap<Long, Row> rows, int command) {
    for (Action action : actions) {
      if (action.command() >= command) {
        continue;
      }
      if (action.row() != null) {
        rows.put(action.row().number(), action.row());
      } else {
        rows.remove(action.number());
      }
    }
  }

  /** The rows of a new version on top of the newest. */
  List<Row> replay(TreeMap<Long, Row> newest) {
    for (Action action : actions) {
      if (action.row() == null
          && !action.isOfTable()
          && action.number() < OWN_NUMBERS
          && !newest.containsKey(action.number())) {
        throw WrapperException.of(
                SqlState.SERIALIZATION_FAILURE,
                "could not serialize access due to concurrent update")
            .withHint("Retry the transaction.");
      }
    }
    // Removed rows keep their numbers to themselves: one that was added would pass for unchanged.
    long next = newest.isEmpty() ? 0 : newest.lastKey() + 1;
    apply(newest, Integer.MAX_VALUE);
    List<Row> rows = new ArrayList<>();
    for (Row row : newest.values()) {
      rows.add(row.number() < OWN_NUMBERS ? row : new Row(next++, row.values()));
    }
    return rows;
  }

  void release(int level) {
    actions.replaceAll(
        action ->
            action.level() < level
                ? action
                : new Action(action.command(), level - 1, action.row(), action.number()));
  }

  void rollbackTo(int level) {
    actions.removeIf(action -> action.level() >= level);
  }
}
