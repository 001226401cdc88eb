// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {

  private static final long T = 16384;

  @TempDir private Path folder;
  private Lake lake;
  private Tables session;

  @BeforeEach
  void begin() {
    lake = new Lake(folder);
    session = lake.session();
    session.begin();
  }

  private TableChanges change(int command) {
    return session.change(T, lake.pointers.get(T), command);
  }

  private TableView view(int command) {
    return session.view(T, lake.pointers.get(T), command);
  }

  private void insert(int command, long... ids) {
    TableChanges changes = change(command);
    changes.append(List.of(lake.write(changes, ids)));
  }

  private void delete(int command, long... ids) {
    Lake.delete(view(command), change(command), ids);
  }

  private void commit() {
    lake.commit(session);
    session.begin();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatIsAppendedIsReadByIceberg(int format) {
    lake.create(T, format);
    insert(1, 1, 2, 3);
    insert(2, 4);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(lake.rows(view(0))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(lake.table(T).operations().current().formatVersion()).isEqualTo(format);
    assertThat(lake.table(T).currentSnapshot().operation()).isEqualTo(DataOperations.APPEND);
    assertThat(lake.table(T).snapshots()).hasSize(1);
  }

  @Test
  void metadataFilesAreNamedAsIcebergsCatalogsNameThem() {
    assertThat(lake.create(T, 2)).matches(".*/metadata/00000-[0-9a-f-]{36}\\.metadata\\.json");
    insert(1, 1);
    commit();
    assertThat(lake.pointers.get(T)).matches(".*/metadata/00001-[0-9a-f-]{36}\\.metadata\\.json");
    assertThat(lake.table(T).operations().current().previousFiles()).hasSize(1);
  }

  @Test
  void aStatementSeesEarlierStatementsAndNotItself() {
    lake.create(T, 2);
    insert(1, 1);
    assertThat(lake.rows(view(1))).isEmpty();
    assertThat(lake.rows(view(2))).containsExactly(1L);
    delete(2, 1);
    insert(2, 10);
    assertThat(lake.rows(view(2))).containsExactly(1L);
    assertThat(lake.rows(view(3))).containsExactly(10L);
    // An outer statement that ends after the statements of a function it called.
    insert(1, 5);
    assertThat(lake.rows(view(1))).isEmpty();
    assertThat(lake.rows(view(2))).containsExactly(1L, 5L);
  }

  @Test
  void aViewStaysAsItWasWhenTheTransactionGoesOn() {
    lake.create(T, 2);
    insert(1, 1, 2);
    TableView before = view(2);
    delete(2, 1);
    TableView after = view(3);
    delete(3, 2);
    insert(4, 3);
    assertThat(lake.rows(before)).containsExactly(1L, 2L);
    assertThat(lake.rows(after)).containsExactly(2L);
    assertThat(lake.rows(view(9))).containsExactly(3L);
  }

  @Test
  void aSecondSessionSeesNothingBeforeTheCommit() {
    lake.create(T, 2);
    insert(1, 1);
    Tables other = lake.session();
    assertThat(lake.rows(other.view(T, lake.pointers.get(T), 9))).isEmpty();
    commit();
    assertThat(lake.rows(other.view(T, lake.pointers.get(T), 9))).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void deletesAreMergedSoThatEachDataFileHasOneDeleteFile(int format) {
    lake.create(T, format);
    insert(1, 1, 2, 3, 4, 5);
    insert(1, 6, 7, 8);
    commit();
    delete(1, 1);
    delete(2, 2, 6);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(3L, 4L, 5L, 7L, 8L);
    delete(1, 4);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(3L, 5L, 7L, 8L);
    for (LiveFile file : view(0).files(Expressions.alwaysTrue())) {
      assertThat(file.deletes()).hasSize(1);
      assertThat(Positions.isVector(file.deletes().get(0))).isEqualTo(format == 3);
    }
    assertThat(lake.table(T).currentSnapshot().operation()).isEqualTo(DataOperations.DELETE);
    assertThat(lake.table(T).currentSnapshot().summary())
        .containsEntry("total-delete-files", "2")
        .containsEntry("total-position-deletes", "4");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aFileWithoutRowsLeftIsDroppedWithItsDeletes(int format) {
    lake.create(T, format);
    insert(1, 1, 2);
    insert(1, 3);
    commit();
    delete(1, 1);
    commit();
    delete(1, 2);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(3L);
    assertThat(lake.table(T).currentSnapshot().summary())
        .containsEntry("total-delete-files", "0")
        .containsEntry("total-data-files", "1");
    delete(1, 3);
    commit();
    assertThat(lake.committedRows(T)).isEmpty();
    assertThat(lake.table(T).currentSnapshot().operation()).isEqualTo(DataOperations.DELETE);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void rowsOfATransactionsOwnFilesAreDeletedToo(int format) {
    lake.create(T, format);
    insert(1, 1, 2);
    insert(2, 3);
    delete(3, 1, 3);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(2L);
    assertThat(lake.table(T).currentSnapshot().summary())
        .containsEntry("total-data-files", "1")
        .containsEntry("total-delete-files", "1");
  }

  @Test
  void whatComesToNothingWritesNothing() {
    String before = lake.create(T, 2);
    Set<String> files = lake.files();
    insert(1, 1);
    delete(2, 1);
    change(3).removePositions(new HashMap<>());
    commit();
    assertThat(lake.pointers).containsEntry(T, before);
    assertThat(lake.files()).isEqualTo(files);
  }

  @Test
  void deletingADeletedRowComesToNothing() {
    lake.create(T, 3);
    insert(1, 1, 2);
    commit();
    delete(1, 1);
    commit();
    String before = lake.pointers.get(T);
    delete(1, 1);
    commit();
    assertThat(lake.pointers).containsEntry(T, before);
  }

  @Test
  void aRollbackDeletesAllFiles() {
    lake.create(T, 2);
    Set<String> files = lake.files();
    insert(1, 1);
    delete(2, 1);
    session.prepare(Map.of(T, lake.pointers.get(T)), true);
    session.rollback();
    assertThat(lake.files()).isEqualTo(files);
    session.begin();
    insert(1, 1, 2);
    delete(2, 1);
    session.prepare(Map.of(T, lake.pointers.get(T)), true);
    assertThat(lake.files()).hasSizeGreaterThan(files.size() + 3);
    session.rollback();
    assertThat(lake.files()).isEqualTo(files);
    assertThat(session.changed()).isEmpty();
  }

  @Test
  void savepointsUndoTheirPartAndItsFiles() {
    lake.create(T, 2);
    insert(1, 1);
    Set<String> files = lake.files();
    session.savepoint(2);
    insert(2, 2);
    session.savepoint(3);
    delete(3, 1);
    session.releaseSavepoint(3);
    assertThat(lake.rows(view(4))).containsExactly(2L);
    session.rollbackToSavepoint(2);
    assertThat(lake.rows(view(5))).containsExactly(1L);
    assertThat(lake.files()).isEqualTo(files);
    session.savepoint(2);
    insert(6, 6);
    session.releaseSavepoint(2);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(1L, 6L);
  }

  @Test
  void aWriterOfAnOuterLevelSurvivesTheRollbackOfAnInnerOne() {
    lake.create(T, 2);
    TableChanges outer = change(1);
    session.savepoint(2);
    DataFile file = lake.write(outer, 1);
    insert(2, 2);
    session.rollbackToSavepoint(2);
    outer.append(List.of(file));
    commit();
    assertThat(lake.committedRows(T)).containsExactly(1L);
  }

  @Test
  void aThousandNestedSavepoints() {
    lake.create(T, 2);
    for (int level = 2; level <= 1001; level++) {
      session.savepoint(level);
      insert(level, level);
      assertThat(view(level + 1).totals().files()).isEqualTo(level - 1);
    }
    for (int level = 1001; level > 501; level--) {
      session.releaseSavepoint(level);
    }
    assertThat(view(5000).totals().files()).isEqualTo(1000);
    session.rollbackToSavepoint(501);
    assertThat(view(5000).totals().files()).isEqualTo(499);
    for (int level = 500; level > 301; level--) {
      session.rollbackToSavepoint(level);
    }
    session.releaseSavepoint(2);
    commit();
    assertThat(lake.committedRows(T)).hasSize(300);
    assertThat(lake.files().stream().filter(file -> file.endsWith(".parquet"))).hasSize(300);
  }

  @Test
  void aTableIsMadeAndFilledInOneTransaction() {
    TableChanges changes = session.change(T, null, 1);
    changes.create(Lake.SCHEMA, PartitionSpec.unpartitioned(), lake.location(T), Map.of());
    insert(2, 1, 2);
    delete(3, 1);
    change(4).updateSchema(update -> update.addColumn("more", Types.IntegerType.get()));
    assertThat(view(4).schema().findField("more")).isNull();
    assertThat(view(5).schema().findField("more").fieldId()).isEqualTo(3);
    insert(5, 3);
    assertThat(session.changed()).containsExactly(T);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(2L, 3L);
    BaseTable table = lake.table(T);
    assertThat(table.schema().findField("more").fieldId()).isEqualTo(3);
    assertThat(table.snapshots()).hasSize(1);
    assertThat(lake.pointers.get(T)).contains("/00000-");
  }

  @Test
  void anEmptyTableIsMade() {
    lake.create(T, 3);
    assertThat(lake.committedRows(T)).isEmpty();
    assertThat(lake.rows(view(0))).isEmpty();
    assertThat(view(0).snapshot()).isNull();
    assertThat(view(0).totals()).isEqualTo(new Totals(0, 0, 0, 0));
  }

  @Test
  void aTableMadeAndDroppedLeavesNothing() {
    TableChanges changes = session.change(T, null, 1);
    changes.create(Lake.SCHEMA, PartitionSpec.unpartitioned(), lake.location(T), Map.of());
    insert(2, 1);
    session.change(T, null, 3).drop();
    assertThat(session.changed()).isEmpty();
    commit();
    assertThat(lake.files()).isEmpty();
  }

  @Test
  void aFolderMadeForATableGoesWithIt() {
    Map<String, String> owned = Map.of(TableDefaults.OWNS_LOCATION, "true");
    for (boolean atOnce : new boolean[] {true, false}) {
      session.savepoint(2);
      session
          .change(T, null, 1)
          .create(Lake.SCHEMA, PartitionSpec.unpartitioned(), lake.location(T), owned);
      insert(2, 1);
      assertThat(Path.of(lake.location(T))).exists();
      if (atOnce) {
        session.rollbackToSavepoint(2);
      } else {
        session.prepare(Map.of(), false);
        session.rollback();
      }
      assertThat(Path.of(lake.location(T))).doesNotExist();
      session.begin();
    }
    lake.create(T, PartitionSpec.unpartitioned(), owned);
    insert(1, 1);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(1L);
    change(1).drop();
    commit();
    assertThat(Path.of(lake.location(T))).doesNotExist();
  }

  @Test
  void aDroppedTableLosesItsFilesAtCommitOnly() {
    lake.create(T, 2);
    insert(1, 1);
    commit();
    Set<String> files = lake.files();
    session.savepoint(2);
    change(1).drop();
    session.rollbackToSavepoint(2);
    commit();
    assertThat(lake.files()).isEqualTo(files);
    insert(1, 2);
    change(2).drop();
    commit();
    assertThat(lake.files()).isEmpty();
  }

  @Test
  void changedThenTruncatedThenFilled() {
    lake.create(T, 2);
    insert(1, 1, 2);
    commit();
    insert(1, 3);
    delete(2, 1);
    change(3).truncate();
    assertThat(lake.rows(view(3))).containsExactly(2L, 3L);
    assertThat(lake.rows(view(4))).isEmpty();
    insert(4, 4);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(4L);
    change(1).truncate();
    session.savepoint(2);
    insert(2, 5);
    session.rollbackToSavepoint(2);
    commit();
    assertThat(lake.committedRows(T)).isEmpty();
  }

  @Test
  void filesAreReplaced() {
    lake.create(T, 2);
    insert(1, 1, 2, 3);
    commit();
    String old = view(0).files(Expressions.alwaysTrue()).get(0).file().location();
    TableChanges changes = change(1);
    changes.replaceFiles(List.of(old), List.of(lake.write(changes, 1, 20)));
    assertThat(lake.rows(view(2))).containsExactly(1L, 20L);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(1L, 20L);
    assertThat(lake.table(T).currentSnapshot().operation()).isEqualTo(DataOperations.OVERWRITE);
  }

  @Test
  void compactionIsAReplaceForOtherReaders() {
    lake.create(T, 2);
    insert(1, 1, 2);
    insert(1, 3);
    commit();
    delete(1, 2);
    commit();
    List<String> old =
        view(0).files(Expressions.alwaysTrue()).stream().map(f -> f.file().location()).toList();
    TableChanges changes = change(1);
    changes.rewriteFiles(old, List.of(lake.write(changes, 1, 3)));
    commit();
    assertThat(lake.committedRows(T)).containsExactly(1L, 3L);
    assertThat(lake.table(T).currentSnapshot().operation()).isEqualTo(DataOperations.REPLACE);
    assertThat(lake.table(T).currentSnapshot().summary()).containsEntry("total-delete-files", "0");
  }

  @Test
  void format1RefusesDeletes() {
    lake.create(T, 1);
    insert(1, 1, 2);
    commit();
    assertThatThrownBy(() -> delete(1, 1))
        .isInstanceOf(WrapperException.class)
        .hasMessageContaining("format 1");
  }

  @Test
  void propertiesAndColumnsChangeWithRows() {
    lake.create(T, 2);
    insert(1, 1);
    change(2).updateProperties(update -> update.set("comment", "mine"));
    change(3).updateSchema(update -> update.renameColumn("name", "label"));
    insert(4, 2);
    commit();
    BaseTable table = lake.table(T);
    assertThat(table.properties()).containsEntry("comment", "mine");
    assertThat(table.schema().findField("label").fieldId()).isEqualTo(2);
    assertThat(lake.committedRows(T)).containsExactly(1L, 2L);
    assertThat(table.currentSnapshot().schemaId()).isEqualTo(table.schema().schemaId());
  }

  @Test
  void aWrongChangeOfColumnsFailsAtOnce() {
    lake.create(T, 2);
    assertThatThrownBy(
            () -> change(1).updateSchema(update -> update.addColumn("id", Types.LongType.get())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(session.changed()).isEmpty();
  }

  @Test
  void formatIsRaised() {
    lake.create(T, 2);
    insert(1, 1, 2, 3);
    commit();
    delete(1, 1);
    commit();
    change(1).updateProperties(update -> update.set("format-version", "3"));
    delete(2, 2);
    commit();
    assertThat(lake.committedRows(T)).containsExactly(3L);
    LiveFile file = view(0).files(Expressions.alwaysTrue()).get(0);
    assertThat(file.deletes()).hasSize(1);
    assertThat(Positions.isVector(file.deletes().get(0))).isTrue();
  }
}
