// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {

  private static final long T = 16384;

  @TempDir private Path folder;
  private Lake lake;
  private Tables session;

  @BeforeEach
  void begin() {
    lake = new Lake(folder);
    session = lake.session();
  }

  private TableChanges change() {
    return session.change(T, lake.pointers.get(T), 1);
  }

  private TableView view() {
    return session.view(T, lake.pointers.get(T), 1);
  }

  private void insert(long... ids) {
    TableChanges changes = change();
    changes.append(List.of(lake.write(changes, ids)));
    lake.commit(session);
  }

  private void delete(long... ids) {
    Lake.delete(view(), change(), ids);
    lake.commit(session);
  }

  private TableMetadata metadata() {
    return lake.table(T).operations().current();
  }

  private static void age(Set<String> files) throws Exception {
    FileTime old = FileTime.from(Instant.now().minusSeconds(3600));
    for (String file : files) {
      Files.setLastModifiedTime(Path.of(file), old);
    }
  }

  @Test
  void orphansAreFoundAndNothingElse() throws Exception {
    lake.create(T, 3);
    insert(1, 2);
    insert(3);
    delete(1);
    delete(2, 3);
    age(lake.files());
    Instant limit = Instant.now().minusSeconds(60);
    String table = lake.pointers.get(T);
    assertThat(session.removeOrphanFiles(table, limit, false)).isEmpty();
    // A crash after everything was written.
    Set<String> before = lake.files();
    TableChanges changes = change();
    changes.append(List.of(lake.write(changes, 9)));
    session.prepare(Map.of(T, table), true);
    Set<String> left = new HashSet<>(lake.files());
    left.removeAll(before);
    assertThat(left).hasSize(4);
    Tables other = lake.session();
    assertThat(other.removeOrphanFiles(table, limit, false)).isEmpty();
    age(left);
    assertThat(other.removeOrphanFiles(table, limit, true))
        .containsExactlyInAnyOrderElementsOf(left);
    assertThat(lake.files()).containsAll(left);
    assertThat(other.removeOrphanFiles(table, limit, false)).hasSize(4);
    assertThat(lake.files()).isEqualTo(before);
    // Every snapshot can still be read.
    for (Snapshot snapshot : metadata().snapshots()) {
      lake.rows(other.pinned(table, new SnapshotChoice.Id(snapshot.snapshotId())));
    }
  }

  @Test
  void filesOfATableBelowAnotherAreNoOrphans() throws Exception {
    lake.create(T, 2);
    Tables other = lake.session();
    other
        .change(T + 1, null, 1)
        .create(Lake.SCHEMA, PartitionSpec.unpartitioned(), lake.location(T) + "/inner", Map.of());
    lake.commit(other);
    age(lake.files());
    assertThat(session.removeOrphanFiles(lake.pointers.get(T), Instant.now(), false)).isEmpty();
  }

  @Test
  void snapshotsExpireWithTheirFiles() {
    lake.create(T, 2);
    insert(1, 2);
    delete(1);
    insert(3);
    change().truncate();
    lake.commit(session);
    insert(4);
    change().expireSnapshots(expire -> expire.expireOlderThan(Long.MAX_VALUE).retainLast(1));
    lake.commit(session);
    assertThat(metadata().snapshots()).hasSize(1);
    assertThat(lake.committedRows(T)).containsExactly(4L);
    assertThat(lake.files().stream().filter(file -> file.contains("/data/"))).hasSize(1);
    assertThat(lake.files().stream().filter(file -> file.contains("/snap-"))).hasSize(1);
    assertThat(session.removeOrphanFiles(lake.pointers.get(T), Instant.MAX, true)).isEmpty();
  }

  @Test
  void rollbackAndSetCurrentSnapshot() {
    lake.create(T, 2);
    insert(1);
    long first = metadata().currentSnapshot().snapshotId();
    insert(2);
    long second = metadata().currentSnapshot().snapshotId();
    change().manageSnapshots(manage -> manage.rollbackTo(first));
    lake.commit(session);
    assertThat(lake.committedRows(T)).containsExactly(1L);
    change().manageSnapshots(manage -> manage.setCurrentSnapshot(second));
    lake.commit(session);
    assertThat(lake.committedRows(T)).containsExactly(1L, 2L);
    assertThatThrownBy(() -> change().manageSnapshots(manage -> manage.rollbackTo(12345)))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("12345");
  }

  @Test
  void snapshotsAndRowsDoNotChangeTogether() {
    lake.create(T, 2);
    insert(1);
    long first = metadata().currentSnapshot().snapshotId();
    insert(2);
    TableChanges changes = change();
    changes.append(List.of(lake.write(changes, 3)));
    assertThatThrownBy(() -> changes.manageSnapshots(manage -> manage.rollbackTo(first)))
        .isInstanceOf(WrapperException.class)
        .hasMessageContaining("in one transaction");
    session.rollback();
    TableChanges others = change();
    others.manageSnapshots(manage -> manage.rollbackTo(first));
    assertThatThrownBy(() -> others.append(List.of(lake.write(others, 3))))
        .isInstanceOf(WrapperException.class);
  }

  @Test
  void theNumberOfSnapshotsIsBounded() {
    lake.create(
        T,
        PartitionSpec.unpartitioned(),
        Map.of(
            TableDefaults.MAX_SNAPSHOTS,
            "10",
            TableDefaults.KEEP_OBSOLETE,
            "0",
            "write.metadata.previous-versions-max",
            "5",
            "commit.manifest.min-count-to-merge",
            "4"));
    insert(-1);
    long tagged = metadata().currentSnapshot().snapshotId();
    change().manageSnapshots(manage -> manage.createTag("first", tagged));
    lake.commit(session);
    for (int i = 0; i < 100; i++) {
      insert(i);
      assertThat(metadata().snapshots()).hasSizeLessThanOrEqualTo(16);
    }
    assertThat(lake.committedRows(T)).hasSize(101);
    assertThat(lake.rows(session.pinned(lake.pointers.get(T), new SnapshotChoice.Ref("first"))))
        .containsExactly(-1L);
    // What is left besides the table is what the newest lists still keep.
    List<String> left = session.removeOrphanFiles(lake.pointers.get(T), Instant.MAX, true);
    assertThat(left.stream().filter(file -> !file.contains("/obsolete/"))).hasSizeLessThan(40);
    assertThat(lake.files().stream().filter(file -> file.contains(".metadata.json")))
        .hasSizeLessThan(25);
    for (Snapshot snapshot : metadata().snapshots()) {
      lake.rows(session.pinned(lake.pointers.get(T), new SnapshotChoice.Id(snapshot.snapshotId())));
    }
  }

  @Test
  void manifestsAreMergedNowAndThenAndPropertiesStay() {
    lake.create(
        T, PartitionSpec.unpartitioned(), Map.of("commit.manifest.min-count-to-merge", "8"));
    Map<String, String> properties = metadata().properties();
    int merges = 0;
    for (int i = 0; i < 60; i++) {
      insert(2 * i, 2 * i + 1);
      assertThat(metadata().properties()).isEqualTo(properties);
      assertThat(metadata().currentSnapshot().allManifests(lake.io)).hasSizeLessThan(10);
      if (!"0".equals(metadata().currentSnapshot().summary().get("manifests-replaced"))) {
        merges++;
      }
    }
    assertThat(merges).isBetween(6, 10);
    for (int i = 0; i < 20; i++) {
      delete(2 * i);
      assertThat(metadata().properties()).isEqualTo(properties);
      assertThat(metadata().currentSnapshot().allManifests(lake.io)).hasSizeLessThan(20);
    }
    assertThat(lake.committedRows(T)).hasSize(100);
  }

  @Test
  void obsoleteFilesAreKeptForThoseWhoMayReadThem() {
    lake.create(
        T,
        PartitionSpec.unpartitioned(),
        Map.of(TableDefaults.MAX_SNAPSHOTS, "4", TableDefaults.KEEP_OBSOLETE, "600000"));
    insert(1);
    String seen = lake.pointers.get(T);
    Set<String> files = lake.files();
    for (int i = 0; i < 50; i++) {
      insert(i);
    }
    assertThat(metadata().snapshots()).hasSizeLessThan(7);
    assertThat(lake.files()).containsAll(files);
    assertThat(lake.rows(lake.session().view(T, seen, 1))).containsExactly(1L);
  }

  @Test
  void metadataTables() {
    lake.create(T, 2);
    insert(1, 2);
    insert(3);
    delete(1);
    List<Map<String, Object>> snapshots = session.inspect(view(), MetadataTableType.SNAPSHOTS);
    assertThat(snapshots).hasSize(3);
    assertThat(snapshots.get(0).get("committed_at")).isInstanceOf(Instant.class);
    assertThat(snapshots.get(2)).containsEntry("operation", "delete");
    assertThat(snapshots.get(0).get("summary")).isInstanceOf(Map.class);
    assertThat(session.inspect(view(), MetadataTableType.HISTORY)).hasSize(3);
    assertThat(session.inspect(view(), MetadataTableType.FILES)).hasSize(3);
    assertThat(session.inspect(view(), MetadataTableType.DATA_FILES))
        .extracting(row -> row.get("record_count"))
        .containsExactlyInAnyOrder(2L, 1L);
    assertThat(session.inspect(view(), MetadataTableType.MANIFESTS)).isNotEmpty();
    assertThat(session.inspect(view(), MetadataTableType.REFS))
        .extracting(row -> row.get("name"))
        .containsExactly("main");
    assertThat(session.inspect(view(), MetadataTableType.PARTITIONS)).hasSize(1);
    List<String> failures = new ArrayList<>();
    for (MetadataTableType type : MetadataTableType.values()) {
      try {
        session.inspect(view(), type);
      } catch (RuntimeException failure) {
        failures.add(type + ": " + failure);
      }
    }
    assertThat(failures).allMatch(failure -> failure.startsWith("POSITION_DELETES"));
  }

  @Test
  void totalsComeFromTheSummary() {
    lake.create(T, 2);
    insert(1, 2);
    insert(3);
    delete(1);
    assertThat(view().totals().files()).isEqualTo(2);
    assertThat(view().totals().records()).isEqualTo(3);
    assertThat(view().totals().deletedPositions()).isEqualTo(1);
    TableChanges changes = session.change(T, lake.pointers.get(T), 0);
    changes.append(List.of(lake.write(changes, 5, 6, 7)));
    assertThat(view().totals().records()).isEqualTo(6);
    changes.truncate();
    assertThat(view().totals()).isEqualTo(new Totals(0, 0, 0, 0));
  }
}
