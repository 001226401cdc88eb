// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every version is read and written as Iceberg's parser alone does it, whatever was known before.
 */
class MetadataJsonTest {

  private static final long T = 16384;

  @TempDir private Path folder;
  private Lake lake;
  private final List<String> versions = new ArrayList<>();

  @BeforeEach
  void begin() {
    lake = new Lake(folder);
  }

  private void make(int format) {
    lake.create(
        T,
        PartitionSpec.unpartitioned(),
        // So that snapshots go, too.
        Map.of("format-version", "" + format, TableDefaults.MAX_SNAPSHOTS, "4"));
    versions.add(lake.pointers.get(T));
    Tables session = lake.session();
    for (long id = 1; id <= 16; id++) {
      session.begin();
      TableChanges changes = session.change(T, lake.pointers.get(T), 1);
      if (id == 9) {
        // Text that looks like what is searched for.
        changes.updateProperties(
            update -> update.set("comment", "\"snapshots\":[{}],\"statistics\":["));
      } else {
        changes.append(List.of(lake.write(changes, id)));
      }
      lake.commit(session);
      versions.add(lake.pointers.get(T));
    }
  }

  private void check(List<String> locations) throws Exception {
    MetadataJson json = new MetadataJson();
    for (String location : locations) {
      String text = Files.readString(Path.of(location));
      TableMetadata alone = TableMetadataParser.fromJson(location, text);
      TableMetadata read = json.read(lake.io, location);
      assertThat(read.snapshots()).isEqualTo(alone.snapshots());
      assertThat(read.metadataFileLocation()).isEqualTo(location);
      // What was written is what the parser would have written.
      assertThat(TableMetadataParser.toJson(alone)).isEqualTo(text);
      assertThat(TableMetadataParser.toJson(read)).isEqualTo(text);
      assertThat(new String(json.write(read, location), StandardCharsets.UTF_8)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void eachVersionAfterTheOther(int format) throws Exception {
    make(format);
    check(versions);
  }

  @Test
  void versionsInAnyOrder() throws Exception {
    make(2);
    List<String> order = new ArrayList<>();
    for (int step : new int[] {5, 3, 7, 1}) {
      for (int i = 0; i < versions.size(); i += step) {
        order.add(versions.get(i));
      }
    }
    check(order);
  }

  @Test
  void tagsReferToOldSnapshots() throws Exception {
    make(2);
    Tables session = lake.session();
    session.begin();
    long current = lake.table(T).currentSnapshot().snapshotId();
    session
        .change(T, lake.pointers.get(T), 1)
        .manageSnapshots(manage -> manage.createTag("kept", current));
    lake.commit(session);
    versions.add(lake.pointers.get(T));
    for (long id = 100; id < 103; id++) {
      session.begin();
      TableChanges changes = session.change(T, lake.pointers.get(T), 1);
      changes.append(List.of(lake.write(changes, id)));
      lake.commit(session);
      versions.add(lake.pointers.get(T));
    }
    check(versions);
  }

  @Test
  void manifestsOfASnapshotThatWasJustMadeAreThoseOfItsList() {
    make(3);
    Tables session = lake.session();
    for (long id = 200; id < 203; id++) {
      session.begin();
      TableChanges changes = session.change(T, lake.pointers.get(T), 1);
      changes.append(List.of(lake.write(changes, id)));
      lake.commit(session);
      Snapshot known = session.view(T, lake.pointers.get(T), 0).snapshot();
      Snapshot read = lake.table(T).currentSnapshot();
      assertThat(known.allManifests(null))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
              "avroSchema", "fromProjectionPos")
          .isEqualTo(read.allManifests(lake.io));
      assertThat(known.dataManifests(null)).isEqualTo(read.dataManifests(lake.io));
      assertThat(known.deleteManifests(null)).isEmpty();
    }
  }
}
