// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.ContentFileUtil;

/** Takes a log together, against the newest version of the table. */
final class NetChangeBuilder {

  private final TableLog log;
  private final TableMetadata newest;
  private final MetadataCache versions;
  private final CommittedFiles committed;
  private final PositionDeleteFiles positionDeletes;
  private final FileIO io;
  private final boolean vectors;

  private final List<DataFile> added = new ArrayList<>();
  private final List<DataFile> dropped = new ArrayList<>();
  private final List<DeleteFile> oldDeletes = new ArrayList<>();
  private final List<String> touched = new ArrayList<>();

  /**
   * @param newest null for a table that is made in this transaction
   * @param vectors whether deletion vectors are written, which need to hold all that is deleted
   */
  NetChangeBuilder(
      TableLog log,
      TableMetadata newest,
      MetadataCache versions,
      CommittedFiles committed,
      PositionDeleteFiles positionDeletes,
      FileIO io,
      boolean vectors) {
    this.log = log;
    this.newest = newest;
    this.versions = versions;
    this.committed = committed;
    this.positionDeletes = positionDeletes;
    this.io = io;
    this.vectors = vectors;
  }

  /** Checks for conflicts, and writes delete files where any are needed. */
  NetChange build(DeletesWriter writer) {
    Overlay files = log.before(Integer.MAX_VALUE, newest).files();
    for (DataFile file : files.added().values()) {
      PositionDeleteIndex removed = files.removed().get(file.location());
      if (removed == null) {
        added.add(file);
      } else if (removed.cardinality() < file.recordCount()) {
        added.add(file);
        writer.add(file, removed);
      }
    }
    Set<String> changed = new HashSet<>(files.dropped());
    changed.addAll(files.removed().keySet());
    changed.removeAll(files.added().keySet());
    if (!changed.isEmpty()) {
      Map<String, LiveFile> now = committed.find(newest, changed);
      check(changed, now);
      for (String location : files.dropped()) {
        drop(now.get(location));
      }
      files
          .removed()
          .forEach(
              (location, positions) -> {
                if (changed.contains(location)) {
                  remove(now.get(location), positions, writer);
                }
              });
    }
    return new NetChange(added, dropped, writer.write(), oldDeletes, touched, sameRows(files));
  }

  private boolean sameRows(Overlay files) {
    if (!files.removed().isEmpty()) {
      return false;
    }
    return log.entries().stream()
        .map(LogEntry::action)
        .filter(action -> !(action instanceof Action.Evolve))
        .allMatch(action -> action instanceof Action.Replace replace && replace.sameRows());
  }

  /** Compares with what the first statement that touched a file saw. */
  private void check(Set<String> changed, Map<String, LiveFile> now) {
    Map<String, Set<String>> byBase = new HashMap<>();
    Set<String> left = new HashSet<>(changed);
    for (LogEntry entry : log.entries()) {
      for (String location : touchedBy(entry.action())) {
        if (left.remove(location)) {
          byBase.computeIfAbsent(entry.base(), any -> new HashSet<>()).add(location);
        }
      }
    }
    byBase.forEach(
        (base, locations) -> {
          boolean current = base != null && base.equals(newest.metadataFileLocation());
          Map<String, LiveFile> seen =
              current ? now : committed.find(versions.get(base), locations);
          for (String location : locations) {
            Conflicts.checkUnchanged(location, seen.get(location), now.get(location));
          }
        });
  }

  private static Iterable<String> touchedBy(Action action) {
    if (action instanceof Action.Remove remove) {
      return remove.positions().keySet();
    }
    if (action instanceof Action.Replace replace) {
      return replace.removed();
    }
    return List.of();
  }

  private void drop(LiveFile file) {
    dropped.add(file.file());
    for (DeleteFile deletes : file.deletes()) {
      if (ContentFileUtil.isFileScoped(deletes)) {
        oldDeletes.add(deletes);
      }
    }
  }

  private void remove(LiveFile file, PositionDeleteIndex positions, DeletesWriter writer) {
    PositionDeleteIndex all = Positions.empty();
    List<DeleteFile> replaced = new ArrayList<>();
    for (DeleteFile deletes : file.deletes()) {
      if (deletes.content() != FileContent.POSITION_DELETES) {
        continue;
      }
      boolean ofThisFile = ContentFileUtil.isFileScoped(deletes);
      if (ofThisFile) {
        replaced.add(deletes);
      }
      if (Positions.isVector(deletes)) {
        all.merge(Positions.readVector(io, deletes));
      } else if (ofThisFile || vectors) {
        positionDeletes.read(deletes, file.file().location(), all);
      }
    }
    long before = all.cardinality();
    // What was read from a vector remembers its file, which is of no use here.
    positions.forEach(all::delete);
    if (all.cardinality() >= file.file().recordCount()) {
      drop(file);
    } else if (all.cardinality() > before) {
      oldDeletes.addAll(replaced);
      touched.add(file.file().location());
      writer.add(file.file(), all);
    }
  }
}
