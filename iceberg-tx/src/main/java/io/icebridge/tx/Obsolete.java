// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.ExpiredFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Deletes what a commit has made obsolete. What cannot be deleted stays, as an orphan.
 *
 * <p>What {@link SnapshotPolicy} makes obsolete may still be read by transactions and engines that
 * began before, so it is only written down, in a list in the table's metadata folder; a later
 * commit deletes the files of lists that are old enough, and the lists.
 */
final class Obsolete {

  private static final String LISTS = "obsolete/";

  private final FileIO io;
  private final TableMetadata before;
  private final TableMetadata after;
  private final Executor background;

  /**
   * @param background for what nobody has to wait for
   */
  Obsolete(FileIO io, TableMetadata before, TableMetadata after, Executor background) {
    this.io = io;
    this.before = before;
    this.after = after;
    this.background = background;
  }

  /**
   * Deletes the files that the newer metadata does without.
   *
   * @param atOnce whether files of forgotten snapshots are deleted now: someone asked for it
   * @param reader when the oldest transaction began that may still read older versions
   */
  void clean(boolean atOnce, Instant reader) {
    boolean keepsAll =
        !after.propertyAsBoolean(TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT);
    if (atOnce && !keepsAll && forgetsSnapshots()) {
      ExpiredFiles.clean(io, before, after, CallerExecutor.INSTANCE, io::deleteFile);
    }
    if (!(io instanceof SupportsPrefixOperations folders)
        || after.propertyAsInt(TableDefaults.MAX_SNAPSHOTS, 0) <= 0) {
      CatalogUtil.deleteRemovedMetadataFiles(io, before, after);
    } else if (!atOnce && !keepsAll && forgetsSnapshots()) {
      background.execute(() -> list(folders, reader));
    }
  }

  private void list(SupportsPrefixOperations folders, Instant reader) {
    long keep =
        after.propertyAsLong(TableDefaults.KEEP_OBSOLETE, TableDefaults.KEEP_OBSOLETE_DEFAULT);
    long now = System.currentTimeMillis();
    try {
      Instant old = Instant.ofEpochMilli(now - keep);
      deleteListed(folders, reader.isBefore(old) ? reader : old);
      writeList(now, obsolete(folders));
    } catch (RuntimeException failure) {
      // What is not listed are orphans.
    }
  }

  private boolean forgetsSnapshots() {
    Set<Long> snapshots = new HashSet<>();
    after.snapshots().forEach(snapshot -> snapshots.add(snapshot.snapshotId()));
    return before.snapshots().stream()
        .map(Snapshot::snapshotId)
        .anyMatch(id -> !snapshots.contains(id));
  }

  private List<String> obsolete(SupportsPrefixOperations folders) {
    List<String> files = new ArrayList<>();
    ExpiredFiles.clean(io, before, after, CallerExecutor.INSTANCE, files::add);
    Set<String> logged = new HashSet<>();
    after.previousFiles().forEach(entry -> logged.add(ReferencedFiles.path(entry.file())));
    int oldest =
        MetadataLocations.version(after.metadataFileLocation()) - after.previousFiles().size();
    for (FileInfo file : folders.listPrefix(MetadataLocations.in(after, ""))) {
      String location = file.location();
      if (location.contains(".metadata.json")
          && !logged.contains(ReferencedFiles.path(location))
          && MetadataLocations.version(location) < oldest) {
        files.add(location);
      }
    }
    return files;
  }

  private void writeList(long now, List<String> files) {
    String location = MetadataLocations.in(after, LISTS + now + "-" + UUID.randomUUID() + ".txt");
    byte[] text = String.join("\n", files).getBytes(StandardCharsets.UTF_8);
    try (PositionOutputStream stream = io.newOutputFile(location).create()) {
      stream.write(text, 0, text.length);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + location, failure);
    }
  }

  private void deleteListed(SupportsPrefixOperations folders, Instant until) {
    for (FileInfo list : folders.listPrefix(MetadataLocations.in(after, LISTS))) {
      if (Instant.ofEpochMilli(list.createdAtMillis()).isBefore(until)) {
        deleteListed(list.location());
      }
    }
  }

  private void deleteListed(String list) {
    try (SeekableInputStream stream = io.newInputFile(list).newStream()) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (String location : text.split("\n")) {
        if (!location.isEmpty()) {
          delete(location);
        }
      }
    } catch (NotFoundException gone) {
      // Another session has done it.
      return;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + list, failure);
    }
    delete(list);
  }

  private void delete(String location) {
    try {
      io.deleteFile(location);
    } catch (NotFoundException gone) {
      // Deleted before, by this list or another.
    }
  }

  /** Deletes a table that has been dropped. */
  static void drop(FileIO io, TableMetadata metadata) {
    if (metadata.propertyAsBoolean(TableDefaults.OWNS_LOCATION, false)
        && io instanceof SupportsPrefixOperations folders) {
      folders.deletePrefix(metadata.location());
    } else {
      CatalogUtil.dropTableData(io, metadata);
    }
  }
}
