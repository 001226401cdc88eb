// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Has files written to the disk, several at a time: file systems with a journal then write it once
 * for all of them, which takes a tenth of the time of one after the other.
 */
final class DiskSync {

  private static final ExecutorService POOL = DaemonThreads.upTo(6, "icebridge-sync", 64 << 10);

  private DiskSync() {}

  /** Begins to write files and folders to the disk, in any order. */
  static DurableFileIO.Pending begin(Collection<Path> paths) {
    List<Future<?>> tasks = new ArrayList<>(paths.size());
    for (Path path : paths) {
      tasks.add(POOL.submit(() -> force(path)));
    }
    return () -> tasks.forEach(task -> DaemonThreads.await(task, "syncing files"));
  }

  private static void force(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException foreign) {
      // A folder far above, that was there before: what is made here can be read.
      if (!Files.isDirectory(path)) {
        throw new UncheckedIOException("cannot write " + path + " to the disk", foreign);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + path + " to the disk", failure);
    }
  }
}
