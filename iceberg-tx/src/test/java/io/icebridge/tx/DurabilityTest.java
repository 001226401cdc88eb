// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilityTest {

  private static final long T = 16384;

  /** Local files, with a note of what is made durable. */
  private static final class Recording implements DurableFileIO {
    private static final long serialVersionUID = 1L;

    private final transient LocalFileIO io = new LocalFileIO();
    final transient Set<String> synced = new HashSet<>();
    String below;

    @Override
    public Pending sync(Collection<String> locations, String folder) {
      below = folder;
      Pending pending = io.sync(locations, folder);
      return () -> {
        pending.await();
        synced.addAll(locations);
      };
    }

    @Override
    public InputFile newInputFile(String location) {
      return io.newInputFile(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
      return io.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
      io.deleteFile(location);
    }
  }

  @TempDir private Path folder;
  private final Recording recording = new Recording();
  private Lake lake;
  private Tables session;

  @BeforeEach
  void begin() {
    lake = new Lake(folder);
    session = new Tables(recording, lake.deletes, CallerExecutor.INSTANCE);
    session.begin();
  }

  private void commit(boolean sync) {
    session.writeAhead(sync);
    lake.pointers.putAll(session.prepare(lake.pointers, sync));
    session.commit();
    session.begin();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void everyFileOfACommitIsDurable(int format) {
    session
        .change(T, null, 1)
        .create(
            Lake.SCHEMA,
            PartitionSpec.unpartitioned(),
            lake.location(T),
            Map.of("format-version", "" + format));
    TableChanges changes = session.change(T, null, 2);
    changes.append(List.of(lake.write(changes, 1, 2, 3)));
    commit(true);
    assertThat(recording.synced).isEqualTo(lake.files()).hasSize(4);
    assertThat(recording.below).isEqualTo("/");
    Set<String> before = lake.files();
    recording.synced.clear();
    String pointer = lake.pointers.get(T);
    Lake.delete(session.view(T, pointer, 1), session.change(T, pointer, 1), 2);
    TableChanges more = session.change(T, pointer, 2);
    more.append(List.of(lake.write(more, 4)));
    // Comes to nothing, so need not be durable.
    TableChanges gone = session.change(T, pointer, 3);
    gone.append(List.of(lake.write(gone, 5)));
    Lake.delete(session.view(T, pointer, 4), session.change(T, pointer, 4), 5);
    commit(true);
    Set<String> made = new HashSet<>(lake.files());
    made.removeAll(before);
    assertThat(recording.synced).isEqualTo(made).hasSize(6);
    assertThat(recording.below).isEqualTo(lake.location(T));
    assertThat(lake.committedRows(T)).containsExactly(1L, 3L, 4L);
  }

  @Test
  void nothingIsSyncedWherePostgresqlDoesNot() {
    session
        .change(T, null, 1)
        .create(Lake.SCHEMA, PartitionSpec.unpartitioned(), lake.location(T), Map.of());
    commit(false);
    assertThat(recording.synced).isEmpty();
  }

  @Test
  void aFileThatIsMissingIsAnError() {
    assertThatThrownBy(
            () -> new LocalFileIO().sync(List.of(folder + "/none"), folder.toString()).await())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(folder + "/none");
  }
}
