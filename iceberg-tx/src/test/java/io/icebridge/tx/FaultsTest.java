// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Errors and sudden deaths at every step: the table is as before or as after, and no file stays.
 */
class FaultsTest {

  private static final long T = 16384;

  /** Points that this room's own transactions pass. */
  private static final Set<FaultPoint> PASSED =
      EnumSet.complementOf(
          EnumSet.of(
              FaultPoint.BEFORE_DATA_FILE,
              FaultPoint.DATA_FILE_WRITTEN,
              FaultPoint.STATISTICS_READ,
              FaultPoint.ROLLBACK));

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private Lake lake;
  private Path pointer;

  @BeforeEach
  void begin() {
    lake = new Lake(folder);
    pointer = elsewhere.resolve("pointer");
  }

  private void fill(int format) throws Exception {
    lake.create(T, format);
    Tables session = lake.session();
    session.begin();
    TableChanges changes = session.change(T, lake.pointers.get(T), 1);
    long[] ids = new long[100];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i + 1;
    }
    changes.append(List.of(lake.write(changes, ids)));
    lake.commit(session);
    Files.writeString(pointer, lake.pointers.get(T));
  }

  private int run(List<String> faults) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Dicebridge.fault.points=" + elsewhere.resolve("faults"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FaultRun.class.getName());
    command.addAll(List.of(folder.toString(), Long.toString(T), pointer.toString()));
    command.addAll(faults);
    File output = elsewhere.resolve("output").toFile();
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start()
            .waitFor();
    lake.pointers.put(T, Files.readString(pointer));
    return status;
  }

  private Set<String> orphans() {
    return Set.copyOf(lake.session().removeOrphanFiles(lake.pointers.get(T), Instant.MAX, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void anErrorAnywhereLeavesTheTableAndNoFile(int format) throws Exception {
    fill(format);
    List<String> faults = new ArrayList<>();
    PASSED.forEach(point -> faults.addAll(List.of(point.name(), "fail")));
    assertThat(run(faults)).isZero();
    // Only the fault after the commit does not undo its transaction.
    List<Long> rows = lake.committedRows(T);
    assertThat(rows).hasSize(100).startsWith(2L).contains(99L, 100L);
    assertThat(rows.get(99)).isGreaterThan(1000);
    assertThat(lake.table(T).snapshots()).hasSize(2);
    assertThat(orphans()).isEmpty();
    // Each point was really reached.
    assertThat(Files.readString(elsewhere.resolve("faults.reached")).strip())
        .isEqualTo(FaultPoint.COMMITTED.name());
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultPoint.class,
      names = {
        "AFTER_DELETE_FILE",
        "AFTER_MANIFEST",
        "AFTER_MANIFEST_LIST",
        "WITHIN_METADATA",
        "AFTER_SYNC",
        "PREPARED",
        "COMMITTED"
      })
  void aDeathLeavesTheTableAndOrphans(FaultPoint point) throws Exception {
    fill(3);
    assertThat(run(List.of(point.name(), "halt"))).isEqualTo(137);
    List<Long> rows = lake.committedRows(T);
    if (point == FaultPoint.COMMITTED) {
      assertThat(rows).hasSize(100).startsWith(2L);
      assertThat(orphans()).isEmpty();
    } else {
      assertThat(rows).hasSize(100).startsWith(1L).endsWith(100L);
      assertThat(orphans()).isNotEmpty();
    }
    lake.session().removeOrphanFiles(lake.pointers.get(T), Instant.MAX, false);
    assertThat(orphans()).isEmpty();
    assertThat(lake.committedRows(T)).isEqualTo(rows);
  }

  @Test
  void withoutFaultsItCommits() throws Exception {
    fill(2);
    assertThat(run(List.of("NOWHERE", "fail", "NOWHERE", "fail"))).isZero();
    assertThat(lake.committedRows(T)).hasSize(100).startsWith(3L);
  }
}
