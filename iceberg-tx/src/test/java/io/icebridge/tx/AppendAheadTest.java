// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written before the catalog's row is locked, and what becomes of it. */
class AppendAheadTest {

  private static final long T = 16384;

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void begin() {
    lake = new Lake(folder);
  }

  private Tables appending(long... ids) {
    Tables session = lake.session();
    session.begin();
    TableChanges changes = session.change(T, lake.pointers.get(T), 1);
    changes.append(List.of(lake.write(changes, ids)));
    return session;
  }

  /** As PostgreSQL does once it has the lock. */
  private void finish(Tables session) {
    lake.pointers.putAll(session.prepare(Map.of(T, lake.pointers.get(T)), false));
    session.commit();
  }

  private Set<String> orphans() {
    return Set.copyOf(lake.session().removeOrphanFiles(lake.pointers.get(T), Instant.MAX, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void manifestsOfSessionsThatWaitedAreAddedAsTheyAre(int format) {
    lake.create(T, format);
    Tables one = appending(1, 2);
    Tables other = appending(3);
    one.writeAhead(false);
    other.writeAhead(false);
    Set<String> before = lake.files();
    finish(one);
    finish(other);
    Set<String> made = lake.files();
    made.removeAll(before);
    // A list and a metadata file each.
    assertThat(made).hasSize(4).noneMatch(file -> file.endsWith("-m0.avro"));
    assertThat(lake.committedRows(T)).containsExactly(1L, 2L, 3L);
    assertThat(orphans()).isEmpty();
    Snapshot last = lake.table(T).currentSnapshot();
    assertThat(last.allManifests(lake.io))
        .extracting(ManifestFile::sequenceNumber)
        .containsExactly(2L, 1L);
    if (format == 3) {
      assertThat(last.allManifests(lake.io))
          .extracting(ManifestFile::firstRowId)
          .containsExactly(2L, 0L);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void theSummaryIsThatOfAnAppendOfFiles(int format) {
    Map<Boolean, Map<String, String>> summaries = new HashMap<>();
    for (boolean ahead : new boolean[] {false, true}) {
      lake = new Lake(folder.resolve("" + ahead));
      lake.create(T, format);
      finish(appending(1, 2));
      Tables session = appending(3);
      if (ahead) {
        session.writeAhead(false);
      }
      finish(session);
      summaries.put(ahead, lake.table(T).currentSnapshot().summary());
    }
    assertThat(summaries.get(true))
        .isEqualTo(summaries.get(false))
        .containsEntry("total-records", "3");
  }

  @Test
  void aManifestThatNoLongerFitsIsWrittenAnew() {
    lake.create(T, 2);
    Tables session = appending(1);
    session.writeAhead(false);
    Tables other = lake.session();
    other.begin();
    other
        .change(T, lake.pointers.get(T), 1)
        .updateSchema(schema -> schema.addColumn("later", Types.IntegerType.get()));
    lake.commit(other);
    finish(session);
    assertThat(lake.committedRows(T)).containsExactly(1L);
    assertThat(orphans()).isEmpty();
  }

  @Test
  void manifestsAreMergedAllTheSame() {
    lake.create(
        T,
        PartitionSpec.unpartitioned(),
        Map.of("format-version", "2", "commit.manifest.min-count-to-merge", "3"));
    for (long id = 1; id <= 7; id++) {
      Tables session = appending(id);
      session.writeAhead(false);
      finish(session);
    }
    assertThat(lake.committedRows(T)).hasSize(7);
    assertThat(lake.table(T).currentSnapshot().allManifests(lake.io)).hasSizeLessThan(4);
  }

  @Test
  void aRollbackDeletesIt() {
    lake.create(T, 2);
    Set<String> before = lake.files();
    Tables session = appending(1);
    session.writeAhead(true);
    session.rollback();
    assertThat(lake.files()).isEqualTo(before);
  }

  @Test
  void onlyAppendsAreWrittenAhead() {
    lake.create(T, 2);
    finish(appending(1, 2));
    Tables session = appending(3);
    Lake.delete(
        session.view(T, lake.pointers.get(T), 0), session.change(T, lake.pointers.get(T), 2), 1);
    Set<String> before = lake.files();
    session.writeAhead(false);
    assertThat(lake.files()).isEqualTo(before);
    finish(session);
    assertThat(lake.committedRows(T)).containsExactly(2L, 3L);
  }
}
