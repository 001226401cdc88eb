// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sessions do random things at the same time; each row has a number of its own, so sets say what
 * there has to be.
 */
class RandomTransactionsTest {

  private static final long T = 16384;
  private static final int SESSIONS = 4;

  @TempDir private Path folder;
  private Lake lake;
  private Random random;
  private long nextId = 1;
  private int commits;
  private int conflicts;
  private final Set<Long> committed = new TreeSet<>();

  /** What a savepoint would bring back. */
  private record State(Set<Long> inserted, Set<Long> deleted) {
    State copy() {
      return new State(new TreeSet<>(inserted), new TreeSet<>(deleted));
    }
  }

  private final class Session {
    final Tables tables = lake.session();
    final Deque<State> savepoints = new ArrayDeque<>();
    boolean open;
    boolean readCommitted;

    /** Whether files of others are touched; PostgreSQL then holds a lock against such changes. */
    boolean touches;

    String pointer;
    Set<Long> base;
    State state;
    int command;

    void begin() {
      tables.begin();
      open = true;
      touches = false;
      readCommitted = random.nextBoolean();
      refresh();
      savepoints.clear();
      state = new State(new TreeSet<>(), new TreeSet<>());
      command = 1;
    }

    void refresh() {
      pointer = lake.pointers.get(T);
      base = new TreeSet<>(committed);
    }

    Set<Long> expected() {
      Set<Long> rows = new TreeSet<>(base);
      rows.removeAll(state.deleted);
      rows.addAll(state.inserted);
      return rows;
    }

    TableView view() {
      return tables.view(T, pointer, command);
    }

    TableChanges change() {
      return tables.change(T, pointer, command);
    }

    void step() {
      if (!open) {
        begin();
      }
      if (readCommitted && !touches) {
        refresh();
      }
      assertThat(lake.rows(view())).containsExactlyElementsOf(expected());
      switch (random.nextInt(16)) {
        case 0, 1, 2, 3 -> insert();
        case 4, 5, 6 -> delete(false);
        case 7, 8 -> delete(true);
        case 9 -> rewrite();
        case 10 -> savepoint();
        case 11 -> endSavepoint();
        case 12 -> rare();
        case 13 -> rollback();
        default -> commit();
      }
      command++;
    }

    long[] newIds() {
      long[] ids = new long[1 + random.nextInt(8)];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = nextId++;
        state.inserted.add(ids[i]);
      }
      return ids;
    }

    void insert() {
      TableChanges changes = change();
      changes.append(List.of(lake.write(changes, newIds())));
    }

    void delete(boolean update) {
      List<Long> rows = new ArrayList<>(expected());
      if (rows.isEmpty()) {
        return;
      }
      long[] ids = new long[1 + random.nextInt(Math.min(rows.size(), 12))];
      int from = random.nextInt(rows.size());
      for (int i = 0; i < ids.length; i++) {
        ids[i] = rows.get((from + i) % rows.size());
      }
      touches = true;
      TableChanges changes = change();
      Lake.delete(view(), changes, ids);
      for (long id : ids) {
        gone(id);
      }
      if (update) {
        changes.append(List.of(lake.write(changes, newIds())));
      }
    }

    void gone(long id) {
      if (!state.inserted.remove(id)) {
        state.deleted.add(id);
      }
    }

    /** Moves the rows of some files into one, leaving one row out. */
    void rewrite() {
      List<LiveFile> files = view().files(Expressions.alwaysTrue());
      if (files.isEmpty()) {
        return;
      }
      int from = random.nextInt(files.size());
      List<LiveFile> some = files.subList(from, Math.min(files.size(), from + 3));
      List<Long> rows = new ArrayList<>();
      some.forEach(file -> rows.addAll(lake.rows(file)));
      boolean sameRows = random.nextBoolean();
      touches = true;
      TableChanges changes = change();
      if (!sameRows && !rows.isEmpty()) {
        gone(rows.remove(0));
      }
      List<DataFile> added =
          rows.isEmpty()
              ? List.of()
              : List.of(lake.write(changes, rows.stream().mapToLong(Long::longValue).toArray()));
      List<String> removed = some.stream().map(file -> file.file().location()).toList();
      if (sameRows) {
        changes.rewriteFiles(removed, added);
      } else {
        changes.replaceFiles(removed, added);
      }
    }

    void savepoint() {
      savepoints.push(state.copy());
      tables.savepoint(savepoints.size() + 1);
    }

    void endSavepoint() {
      if (savepoints.isEmpty()) {
        return;
      }
      int level = savepoints.size() + 1;
      if (random.nextBoolean()) {
        savepoints.pop();
        tables.releaseSavepoint(level);
      } else {
        state = savepoints.pop();
        tables.rollbackToSavepoint(level);
      }
    }

    void rare() {
      if (random.nextInt(4) == 0) {
        touches = true;
        change().truncate();
        new ArrayList<>(expected()).forEach(this::gone);
      } else if (random.nextInt(3) == 0) {
        String name = "c" + nextId++;
        change().updateSchema(update -> update.addColumn(name, Types.LongType.get()));
      } else {
        change().updateProperties(update -> update.set("changed", "" + nextId));
      }
    }

    void rollback() {
      tables.rollback();
      open = false;
    }

    void commit() {
      open = false;
      Set<Long> before = new TreeSet<>(committed);
      try {
        lake.commit(tables);
      } catch (WrapperException conflict) {
        assertThat(conflict.sqlState()).isEqualTo(SqlState.SERIALIZATION_FAILURE);
        tables.rollback();
        conflicts++;
        return;
      }
      commits++;
      assertThat(before).as("no change of another session is lost").containsAll(state.deleted);
      committed.removeAll(state.deleted);
      committed.addAll(state.inserted);
      assertThat(lake.committedRows(T)).containsExactlyElementsOf(committed);
    }
  }

  @ParameterizedTest
  @CsvSource({"2,1", "2,2", "3,3", "3,4"})
  void sessionsAtTheSameTime(int format, long seed) {
    lake = new Lake(folder);
    random = new Random(seed);
    lake.create(
        T,
        PartitionSpec.unpartitioned(),
        Map.of(
            "format-version",
            "" + format,
            "commit.manifest.min-count-to-merge",
            "4",
            TableDefaults.MAX_SNAPSHOTS,
            "20"));
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(new Session());
    }
    for (int i = 0; i < 700; i++) {
      sessions.get(random.nextInt(SESSIONS)).step();
    }
    sessions.forEach(Session::rollback);
    assertThat(commits).isGreaterThan(30);
    assertThat(conflicts).isGreaterThan(3);
    assertThat(lake.rows(lake.session().view(T, lake.pointers.get(T), 1)))
        .containsExactlyElementsOf(committed);
    // Nothing lies about but what is listed to go.
    Set<String> listed = new HashSet<>();
    for (String file : lake.files()) {
      if (file.contains("/obsolete/")) {
        listed.add(file);
        listed.addAll(Lake.text(file));
      }
    }
    List<String> orphans =
        lake.session().removeOrphanFiles(lake.pointers.get(T), Instant.MAX, true);
    orphans.stream()
        .filter(file -> !file.endsWith(".metadata.json"))
        .forEach(file -> assertThat(listed).contains(file));
  }
}
