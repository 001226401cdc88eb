// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two sessions on one table; what one works on is what was committed when it began. */
class ConflictsTest {

  private static final long T = 16384;

  @TempDir private Path folder;
  private Lake lake;
  private Tables one;
  private Tables two;
  private String seen;

  @BeforeEach
  void begin() {
    lake = new Lake(folder);
    one = lake.session();
    two = lake.session();
  }

  private void start(int format, long... ids) {
    lake.create(T, format);
    insert(one, ids);
    insert(one, 100, 101, 102);
    lake.commit(one);
    seen = lake.pointers.get(T);
  }

  private void insert(Tables session, long... ids) {
    TableChanges changes = session.change(T, seen == null ? lake.pointers.get(T) : seen, 1);
    changes.append(List.of(lake.write(changes, ids)));
  }

  private void delete(Tables session, long... ids) {
    Lake.delete(session.view(T, seen, 1), session.change(T, seen, 1), ids);
  }

  private void conflicts(Tables session) {
    Set<String> before = lake.files();
    Map<Long, String> newest = new HashMap<>(lake.pointers);
    assertThatThrownBy(() -> session.prepare(newest, false))
        .asInstanceOf(type(WrapperException.class))
        .satisfies(
            error -> {
              assertThat(error.sqlState()).isEqualTo(SqlState.SERIALIZATION_FAILURE);
              assertThat(error).hasMessageContaining("could not serialize access");
              assertThat(error.hint()).contains("retried");
            });
    session.rollback();
    assertThat(before).containsAll(lake.files());
  }

  @Test
  void concurrentAppendsNeverConflict() {
    start(2, 1);
    insert(one, 2);
    insert(two, 3);
    lake.commit(one);
    lake.commit(two);
    assertThat(lake.committedRows(T)).containsExactly(1L, 2L, 3L, 100L, 101L, 102L);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void deletesReplayOverConcurrentAppends(int format) {
    start(format, 1, 2);
    delete(one, 1);
    insert(one, 10);
    insert(two, 3);
    lake.commit(two);
    lake.commit(one);
    assertThat(lake.committedRows(T)).containsExactly(2L, 3L, 10L, 100L, 101L, 102L);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void deletesOfOtherFilesDoNotConflict(int format) {
    start(format, 1, 2);
    delete(one, 1);
    delete(two, 100);
    lake.commit(two);
    lake.commit(one);
    assertThat(lake.committedRows(T)).containsExactly(2L, 101L, 102L);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void deletesInTheSameFileConflict(int format) {
    start(format, 1, 2, 3);
    delete(one, 1);
    delete(two, 2);
    lake.commit(two);
    conflicts(one);
    assertThat(lake.committedRows(T)).containsExactly(1L, 3L, 100L, 101L, 102L);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aFileThatIsGoneConflicts(int format) {
    start(format, 1, 2);
    delete(one, 1);
    delete(two, 1, 2);
    lake.commit(two);
    conflicts(one);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aReplacedFileWithNewDeletesConflicts(int format) {
    start(format, 1, 2);
    TableChanges changes = one.change(T, seen, 1);
    String file =
        one.view(T, seen, 1).files(Expressions.lessThan("id", 50)).get(0).file().location();
    changes.replaceFiles(List.of(file), List.of(lake.write(changes, 1, 20)));
    delete(two, 1);
    lake.commit(two);
    conflicts(one);
  }

  @Test
  void truncateKeepsWhatOthersAppended() {
    start(2, 1);
    one.change(T, seen, 1).truncate();
    insert(two, 5);
    lake.commit(two);
    lake.commit(one);
    assertThat(lake.committedRows(T)).containsExactly(5L);
  }

  @Test
  void changesOfTheSameColumnsConflict() {
    start(2, 1);
    one.change(T, seen, 1).updateSchema(update -> update.addColumn("a", Types.LongType.get()));
    two.change(T, seen, 1).updateSchema(update -> update.addColumn("b", Types.LongType.get()));
    lake.commit(two);
    conflicts(one);
  }

  @Test
  void rowsFitColumnsThatOthersAdded() {
    start(2, 1);
    insert(one, 2);
    two.change(T, seen, 1).updateSchema(update -> update.addColumn("b", Types.LongType.get()));
    lake.commit(two);
    lake.commit(one);
    assertThat(lake.committedRows(T)).hasSize(5);
    assertThat(lake.table(T).schema().findField("b")).isNotNull();
  }

  @Test
  void rowsDoNotFitAColumnThatBecameRequired() {
    start(2, 1);
    insert(one, 2);
    two.change(T, seen, 1)
        .updateSchema(update -> update.allowIncompatibleChanges().requireColumn("name"));
    lake.commit(two);
    conflicts(one);
  }

  @Test
  void readCommittedStatementsSeeEachOthersCommits() {
    start(2, 1, 2);
    insert(one, 10);
    delete(two, 1);
    lake.commit(two);
    // The next statement of the first session has a new snapshot.
    seen = lake.pointers.get(T);
    Lake.delete(one.view(T, seen, 2), one.change(T, seen, 2), 2, 10);
    assertThat(lake.rows(one.view(T, seen, 3))).containsExactly(100L, 101L, 102L);
    lake.commit(one);
    assertThat(lake.committedRows(T)).containsExactly(100L, 101L, 102L);
  }

  @Test
  void aHistoryThatWasCutDoesNotConflict() {
    start(2, 1, 2);
    delete(one, 1);
    for (int i = 0; i < 3; i++) {
      insert(two, 50 + i);
      lake.commit(two);
      seen = lake.pointers.get(T);
    }
    two.change(T, seen, 1)
        .expireSnapshots(expire -> expire.expireOlderThan(Long.MAX_VALUE).retainLast(1));
    lake.commit(two);
    assertThat(lake.table(T).snapshots()).hasSize(1);
    lake.commit(one);
    assertThat(lake.committedRows(T)).containsExactly(2L, 50L, 51L, 52L, 100L, 101L, 102L);
  }

  @Test
  void differencesAreClassified() {
    start(2, 1, 2);
    String first = seen;
    assertThat(one.difference(first, first)).isEqualTo(Difference.NONE);
    insert(one, 3);
    lake.commit(one);
    String second = lake.pointers.get(T);
    seen = second;
    one.change(T, seen, 1).updateProperties(update -> update.set("a", "b"));
    lake.commit(one);
    String third = lake.pointers.get(T);
    seen = third;
    delete(one, 1);
    lake.commit(one);
    String fourth = lake.pointers.get(T);
    assertThat(two.difference(first, second)).isEqualTo(Difference.APPENDS);
    assertThat(two.difference(second, third)).isEqualTo(Difference.NONE);
    assertThat(two.difference(first, third)).isEqualTo(Difference.APPENDS);
    assertThat(two.difference(first, fourth)).isEqualTo(Difference.OTHER);
    assertThat(two.difference(fourth, first)).isEqualTo(Difference.OTHER);
    BaseTable table = lake.table(T);
    assertThat(table.history()).hasSize(3);
  }

  @Test
  void anEmptyTableThatWasFilledWasAppendedTo() {
    String empty = lake.create(T, 2);
    insert(one, 1);
    lake.commit(one);
    assertThat(two.difference(empty, lake.pointers.get(T))).isEqualTo(Difference.APPENDS);
  }
}
