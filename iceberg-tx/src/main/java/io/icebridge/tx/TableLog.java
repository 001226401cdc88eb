// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;

/**
 * What the transaction has done to one table, in order. Other threads may only ask for states: a
 * writer's, which makes up file names.
 */
final class TableLog {

  /** The log, up to some statement, taken together. Immutable once it is handed out. */
  record State(TableMetadata metadata, Overlay files) {}

  private final FileIO io;
  private final List<LogEntry> entries = new ArrayList<>();

  // The state that was asked for last; mostly the next one goes on from it.
  private State last;
  private TableMetadata lastBase;
  private int lastCount;

  TableLog(FileIO io) {
    this.io = io;
  }

  synchronized void add(LogEntry entry) {
    entries.add(entry);
  }

  /** Forgets what levels did that have been undone since. */
  synchronized void forgetUndone() {
    if (entries.removeIf(entry -> entry.level().undone())) {
      last = null;
    }
  }

  List<LogEntry> entries() {
    return entries;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean creates() {
    return !entries.isEmpty() && entries.get(0).action() instanceof Action.Create;
  }

  boolean drops() {
    return !entries.isEmpty() && entries.get(entries.size() - 1).action() instanceof Action.Drop;
  }

  boolean onlyAppends() {
    return entries.stream().allMatch(entry -> entry.action() instanceof Action.Append);
  }

  boolean managesSnapshots() {
    return entries.stream().anyMatch(entry -> entry.action() instanceof Action.Manage);
  }

  /**
   * What statements see whose command id is greater than that of the actions.
   *
   * @param base the committed metadata; null where this log makes the table
   */
  synchronized State before(int command, TableMetadata base) {
    int count = visible(command);
    boolean prefix = visible(command, count) == count;
    boolean continues = prefix && last != null && lastBase == base && lastCount <= count;
    if (continues && lastCount == count) {
      return last;
    }
    int start = continues ? lastCount : 0;
    TableMetadata metadata = continues ? last.metadata : base;
    Overlay files = continues ? last.files.copy() : new Overlay();
    for (LogEntry entry : entries.subList(start, entries.size())) {
      if (entry.command() < command) {
        metadata = evolved(metadata, entry.action());
        files.apply(entry.action());
      }
    }
    State state = new State(metadata, files);
    if (prefix) {
      last = state;
      lastBase = base;
      lastCount = count;
    }
    return state;
  }

  private int visible(int command) {
    return visible(command, entries.size());
  }

  /** How many of the first entries a statement sees. */
  private int visible(int command, int end) {
    int count = 0;
    for (int i = 0; i < end; i++) {
      if (entries.get(i).command() < command) {
        count++;
      }
    }
    return count;
  }

  private TableMetadata evolved(TableMetadata metadata, Action action) {
    if (action instanceof Action.Create create) {
      return create.metadata();
    }
    if (action instanceof Action.Evolve evolve) {
      return MemoryOperations.evolve(metadata, io, evolve.change());
    }
    if (action instanceof Action.Manage manage) {
      return MemoryOperations.evolve(metadata, io, manage.change());
    }
    return metadata;
  }
}
