// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/** What a sequence of actions does to a table's files, taken together. */
final class Overlay {

  private final Map<String, DataFile> added;
  private final Map<String, PositionDeleteIndex> removed;
  private final Set<String> dropped;

  Overlay() {
    this(new LinkedHashMap<>(), new HashMap<>(), new HashSet<>());
  }

  private Overlay(
      Map<String, DataFile> added, Map<String, PositionDeleteIndex> removed, Set<String> dropped) {
    this.added = added;
    this.removed = removed;
    this.dropped = dropped;
  }

  /** A copy that can be taken further; the positions are shared, and replaced when they change. */
  Overlay copy() {
    return new Overlay(new LinkedHashMap<>(added), new HashMap<>(removed), new HashSet<>(dropped));
  }

  void apply(Action action) {
    if (action instanceof Action.Append append) {
      add(append.files());
    } else if (action instanceof Action.Remove remove) {
      remove.positions().forEach(this::remove);
    } else if (action instanceof Action.Replace replace) {
      replace.removed().forEach(this::drop);
      add(replace.added());
    }
  }

  private void add(List<DataFile> files) {
    for (DataFile file : files) {
      added.put(file.location(), file);
    }
  }

  private void remove(String file, PositionDeleteIndex positions) {
    if (!dropped.contains(file)) {
      removed.merge(file, positions, Overlay::union);
    }
  }

  private static PositionDeleteIndex union(PositionDeleteIndex one, PositionDeleteIndex other) {
    PositionDeleteIndex both = Positions.empty();
    both.merge(one);
    both.merge(other);
    return both;
  }

  private void drop(String file) {
    removed.remove(file);
    if (added.remove(file) == null) {
      dropped.add(file);
    }
  }

  /** Lays this over committed files. */
  List<LiveFile> over(List<LiveFile> committed, CommittedFiles.Pruning pruning) {
    List<LiveFile> files = new ArrayList<>(committed.size() + added.size());
    for (LiveFile file : committed) {
      if (!dropped.contains(file.file().location())) {
        addLive(files, file.file(), file.deletes());
      }
    }
    for (DataFile file : added.values()) {
      if (pruning == null || pruning.mayMatch(file)) {
        addLive(files, file, List.of());
      }
    }
    return files;
  }

  private void addLive(List<LiveFile> files, DataFile file, List<DeleteFile> deletes) {
    PositionDeleteIndex positions = removed.get(file.location());
    if (positions == null || positions.cardinality() < file.recordCount()) {
      files.add(new LiveFile(file, deletes, positions));
    }
  }

  /** Data files added and still there, by location, in the order in which they came. */
  Map<String, DataFile> added() {
    return added;
  }

  /** Positions removed from files that are still there. */
  Map<String, PositionDeleteIndex> removed() {
    return removed;
  }

  /** Committed files that are gone. */
  Set<String> dropped() {
    return dropped;
  }

  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && dropped.isEmpty();
  }
}
