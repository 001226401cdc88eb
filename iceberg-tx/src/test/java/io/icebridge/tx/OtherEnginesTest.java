// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that others write too, with the kinds of deletes that are theirs. */
class OtherEnginesTest {

  private static final long T = 16384;
  private static final PartitionSpec BUCKETS =
      PartitionSpec.builderFor(Lake.SCHEMA).truncate("id", 1000).build();

  @TempDir private Path folder;
  private Lake lake;
  private Tables session;

  @BeforeEach
  void begin() {
    lake = new Lake(folder);
    session = lake.session();
  }

  private TableView view() {
    return session.view(T, lake.pointers.get(T), 1);
  }

  private void insert(long... ids) {
    TableChanges changes = session.change(T, lake.pointers.get(T), 1);
    changes.append(List.of(lake.write(changes, ids)));
    lake.commit(session);
  }

  private void delete(long... ids) {
    Lake.delete(view(), session.change(T, lake.pointers.get(T), 1), ids);
    lake.commit(session);
  }

  private String text(String content) throws Exception {
    Path path = folder.resolve(UUID.randomUUID() + ".txt");
    Files.write(path, content.getBytes(StandardCharsets.UTF_8));
    return path.toString();
  }

  /** Another engine deletes by value. */
  private void equalityDelete(long... ids) throws Exception {
    Table table = OtherEngine.table(lake, T);
    StringBuilder content = new StringBuilder();
    for (long id : ids) {
      content.append(id).append('\n');
    }
    DeleteFile deletes =
        FileMetadata.deleteFileBuilder(table.spec())
            .ofEqualityDeletes(1)
            .withFormat(FileFormat.PARQUET)
            .withPath(text(content.toString()))
            .withFileSizeInBytes(content.length())
            .withRecordCount(ids.length)
            .build();
    table.newRowDelta().addDeletes(deletes).commit();
  }

  /** Another engine deletes the first row of all data files, in one file for the partition. */
  private void partitionDelete() throws Exception {
    Table table = OtherEngine.table(lake, T);
    StringBuilder content = new StringBuilder();
    int rows = 0;
    for (LiveFile file : view().files(Expressions.alwaysTrue())) {
      content.append(file.file().location()).append("\t0\n");
      rows++;
    }
    DeleteFile deletes =
        FileMetadata.deleteFileBuilder(table.spec())
            .ofPositionDeletes()
            .withFormat(FileFormat.PARQUET)
            .withPath(text(content.toString()))
            .withFileSizeInBytes(content.length())
            .withRecordCount(rows)
            .build();
    RowDelta delta = table.newRowDelta();
    delta.addDeletes(deletes).commit();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void equalityDeletesStay(int format) throws Exception {
    lake.create(T, format);
    insert(1, 2, 3, 4);
    equalityDelete(2);
    insert(2, 5);
    assertThat(lake.rows(view())).containsExactly(1L, 2L, 3L, 4L, 5L);
    delete(1);
    delete(3);
    assertThat(lake.committedRows(T)).containsExactly(2L, 4L, 5L);
    assertThat(lake.rows(view())).containsExactly(2L, 4L, 5L);
    assertThat(lake.table(T).currentSnapshot().summary())
        .containsEntry("total-delete-files", "2")
        .containsEntry("total-equality-deletes", "1");
  }

  @ParameterizedTest
  @CsvSource({"2,2", "2,3"})
  void deletesOfAWholePartitionStay(int format, int later) throws Exception {
    lake.create(T, format);
    insert(1, 2, 3);
    insert(11, 12, 13);
    partitionDelete();
    if (later == 3) {
      session
          .change(T, lake.pointers.get(T), 1)
          .updateProperties(update -> update.set("format-version", "3"));
      lake.commit(session);
    }
    assertThat(lake.rows(view())).containsExactly(2L, 3L, 12L, 13L);
    delete(2);
    assertThat(lake.committedRows(T)).containsExactly(3L, 12L, 13L);
    delete(12);
    assertThat(lake.committedRows(T)).containsExactly(3L, 13L);
    delete(3);
    assertThat(lake.committedRows(T)).containsExactly(13L);
  }

  @Test
  void appendsOfOthersAreSeenAndKept() {
    lake.create(T, 2);
    insert(1);
    TableChanges changes = session.change(T, lake.pointers.get(T), 1);
    changes.append(List.of(lake.write(changes, 2)));
    Tables writer = lake.session();
    Table other = OtherEngine.table(lake, T);
    TableChanges files = writer.change(T, lake.pointers.get(T), 1);
    other.newFastAppend().appendFile(lake.write(files, 3)).commit();
    lake.commit(session);
    assertThat(lake.committedRows(T)).containsExactly(1L, 2L, 3L);
  }

  /** The same files, and the same deletes with each, as Iceberg's own planning. */
  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4"})
  void planningIsIcebergs(int format, long seed) throws Exception {
    Random random = new Random(seed);
    lake.create(
        T,
        BUCKETS,
        Map.of("format-version", "" + format, "commit.manifest.min-count-to-merge", "5"));
    for (int i = 0; i < 60; i++) {
      Table table = OtherEngine.table(lake, T);
      if (i == 30) {
        table.updateSpec().removeField("id_trunc").commit();
        table.refresh();
      }
      TableChanges changes = session.change(T, lake.pointers.get(T), 1);
      long start = random.nextInt(9) * 1000L;
      long[] ids = new long[1 + random.nextInt(20)];
      for (int k = 0; k < ids.length; k++) {
        ids[k] = start + random.nextInt(900);
      }
      changes.append(
          List.of(
              table.spec().isPartitioned()
                  ? lake.write(changes, table.spec(), "id_trunc=" + start, ids)
                  : lake.write(changes, table.spec(), ids)));
      lake.commit(session);
      if (format > 1 && random.nextInt(3) == 0) {
        delete(lake.rows(view()).get(0));
      }
      if (format > 1 && i > 30 && random.nextInt(5) == 0) {
        equalityDelete(random.nextInt(9000));
      }
    }
    List<Expression> filters = new ArrayList<>();
    filters.add(Expressions.alwaysTrue());
    filters.add(Expressions.alwaysFalse());
    filters.add(Expressions.isNull("name"));
    for (int i = 0; i < 50; i++) {
      long low = random.nextInt(9000);
      filters.add(
          Expressions.and(
              Expressions.greaterThanOrEqual("id", low),
              Expressions.lessThan("id", low + random.nextInt(2000))));
      filters.add(Expressions.in("id", low, low + 1));
    }
    Table table = lake.table(T);
    for (Expression filter : filters) {
      Map<String, List<String>> expected = new TreeMap<>();
      try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(filter).planFiles()) {
        for (FileScanTask task : tasks) {
          expected.put(
              task.file().location(),
              task.deletes().stream().map(ContentFile::location).sorted().toList());
        }
      }
      Map<String, List<String>> planned = new TreeMap<>();
      for (LiveFile file : view().files(filter)) {
        planned.put(
            file.file().location(),
            file.deletes().stream().map(ContentFile::location).sorted().toList());
      }
      assertThat(planned).as(filter.toString()).isEqualTo(expected);
    }
    assertThat(lake.rows(view())).isEqualTo(lake.committedRows(T));
  }

  @Test
  void pinnedSnapshotsAndRefs() {
    lake.create(T, 2);
    insert(1);
    long first = lake.table(T).currentSnapshot().snapshotId();
    long time = lake.table(T).currentSnapshot().timestampMillis();
    session
        .change(T, lake.pointers.get(T), 1)
        .manageSnapshots(manage -> manage.createTag("tag", first).createBranch("side", first));
    lake.commit(session);
    session
        .change(T, lake.pointers.get(T), 1)
        .updateSchema(update -> update.renameColumn("name", "label"));
    lake.commit(session);
    while (System.currentTimeMillis() <= time) {
      Thread.onSpinWait();
    }
    insert(2);
    String location = lake.pointers.get(T);
    Map<SnapshotChoice, List<Long>> expected = new HashMap<>();
    expected.put(new SnapshotChoice.Current(), List.of(1L, 2L));
    expected.put(new SnapshotChoice.Id(first), List.of(1L));
    expected.put(new SnapshotChoice.AsOf(Instant.ofEpochMilli(time)), List.of(1L));
    expected.put(new SnapshotChoice.Ref("tag"), List.of(1L));
    expected.put(new SnapshotChoice.Ref("side"), List.of(1L));
    expected.put(new SnapshotChoice.Ref("main"), List.of(1L, 2L));
    expected.forEach(
        (choice, rows) ->
            assertThat(lake.rows(session.pinned(location, choice)))
                .as(choice.toString())
                .isEqualTo(rows));
    assertThat(session.pinned(location, new SnapshotChoice.Ref("tag")).schema().findField("name"))
        .isNotNull();
    assertThat(session.pinned(location, new SnapshotChoice.Ref("side")).schema().findField("name"))
        .isNull();
  }
}
