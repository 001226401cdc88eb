// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import io.icebridge.bridge.spi.OrphanSearch;
import io.icebridge.bridge.spi.WrapperException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * The Iceberg tables that one backend works on: what is committed, kept in memory, and what the
 * running transaction has done to them.
 *
 * <p>Tables are known by the oid of their relation; which version of a table a statement works on
 * is said by a metadata location, which the caller keeps transactionally. Nothing becomes part of a
 * table before the caller has stored the location that {@link #prepare} answers.
 *
 * <p>For one thread, except where a method says otherwise.
 */
public final class Tables {

  /** Decoded manifests may take a quarter of the heap, which a setting limits. */
  private static final long MANIFEST_MEMORY = Runtime.getRuntime().maxMemory() / 4;

  private final FileIO io;
  private final PositionDeleteFiles positionDeletes;
  private final Executor cleanup;
  private final MetadataCache metadata;
  private final CommittedFiles committed;

  private final Map<Long, TableLog> logs = new TreeMap<>();
  private final Map<Long, AppendAhead> ahead = new HashMap<>();
  private final Map<Long, DurableFileIO.Pending> syncing = new HashMap<>();
  private final Map<Long, RowIds> rowIds = new HashMap<>();
  private final Set<String> kept = new HashSet<>();
  private final List<Consumer<Instant>> afterCommit = new ArrayList<>();
  private Levels levels = new Levels();

  /**
   * @param io through which all files of all tables are read and written
   * @param positionDeletes for the delete files of format 2
   */
  public Tables(FileIO io, PositionDeleteFiles positionDeletes) {
    this(io, positionDeletes, Cleanup.EXECUTOR);
  }

  Tables(FileIO io, PositionDeleteFiles positionDeletes, Executor cleanup) {
    this.io = io;
    this.cleanup = cleanup;
    this.positionDeletes = positionDeletes;
    this.metadata = new MetadataCache(io);
    this.committed = new CommittedFiles(io, new ManifestCache(io, MANIFEST_MEMORY));
  }

  /** A transaction begins; one before it that was not ended is rolled back. */
  public void begin() {
    rollback();
  }

  /** A savepoint of this nesting level, from 2; levels may be left out, but only go up. */
  public void savepoint(int level) {
    levels.savepoint(level);
  }

  /** What was done since the savepoint belongs to the level above. Unknown levels do no harm. */
  public void releaseSavepoint(int level) {
    levels.release(level);
  }

  /** What was done since the savepoint is undone, and its files are deleted. Does not throw. */
  public void rollbackToSavepoint(int level) {
    List<String> files = levels.rollbackTo(level);
    logs.values().forEach(TableLog::forgetUndone);
    delete(files);
  }

  /**
   * A table as a statement sees it.
   *
   * @param relation the table's oid
   * @param metadataLocation the committed version under the statement's snapshot; null for a table
   *     made in this transaction
   * @param command what the transaction did under lower command ids is seen
   */
  public TableView view(long relation, String metadataLocation, int command) {
    TableLog log = logs.get(relation);
    return view(log == null ? new TableLog(io) : log, metadataLocation, command);
  }

  View view(TableLog log, String metadataLocation, int command) {
    TableLog.State state = state(log, metadataLocation, command);
    TableMetadata current = state.metadata();
    return new View(
        committed, io, current, current.schema(), current.currentSnapshot(), state.files());
  }

  TableLog.State state(TableLog log, String metadataLocation, int command) {
    TableMetadata base = metadataLocation == null ? null : metadata.get(metadataLocation);
    TableLog.State state = log.before(command, base);
    if (state.metadata() == null) {
      throw new IllegalStateException("the table has no metadata yet");
    }
    return state;
  }

  /** A table at some snapshot, whatever the transaction has done. */
  public TableView pinned(String metadataLocation, SnapshotChoice choice) {
    TableMetadata at = metadata.get(metadataLocation);
    PinnedSnapshot pinned = PinnedSnapshot.of(at, choice);
    return new View(committed, io, at, pinned.schema(), pinned.snapshot(), new Overlay());
  }

  /**
   * Begins to change a table; parameters as for {@link #view}, with the command id of the statement
   * that makes the changes. It records nothing by itself.
   */
  public TableChanges change(long relation, String metadataLocation, int command) {
    TableLog log = logs.computeIfAbsent(relation, oid -> new TableLog(io));
    return new Changes(this, log, levels.current(), metadataLocation, command, io);
  }

  /** What has happened to a table between two of its versions, the older first. */
  public Difference difference(String olderLocation, String newerLocation) {
    return olderLocation.equals(newerLocation)
        ? Difference.NONE
        : History.between(metadata.get(olderLocation), metadata.get(newerLocation));
  }

  /**
   * One of Iceberg's metadata tables about a table as a view sees it: snapshots, history, files,
   * manifests, partitions, refs and more.
   *
   * @return rows with the values by column name, in the order of the columns: numbers, booleans,
   *     strings, byte arrays, {@code Instant}s, lists and maps (structs too)
   */
  public List<Map<String, Object>> inspect(TableView view, MetadataTableType type) {
    return MetadataTables.rows(view.metadata(), io, type);
  }

  /**
   * Deletes files in a table's data and metadata folders that no snapshot of it refers to: what
   * transactions left behind that a crash ended.
   *
   * @param metadataLocation of the newest version
   * @param olderThan younger files are left alone: they may belong to a running transaction. So it
   *     has to lie before the begin of the oldest one
   * @param dryRun whether the files are only told
   * @return the locations of the files
   */
  public List<String> removeOrphanFiles(
      String metadataLocation, Instant olderThan, boolean dryRun) {
    List<FileInfo> orphans = Orphans.find(io, metadata.get(metadataLocation), olderThan);
    if (!dryRun) {
      Orphans.delete(io, orphans);
    }
    return orphans.stream().map(FileInfo::location).sorted().toList();
  }

  /**
   * Deletes folders made for tables that no catalog has: {@code
   * prefix/database/schema/table/unique-id}.
   *
   * @param prefix without a slash at its end
   * @param database the name of this database's folder below it
   * @param search the rest
   * @return the folders
   */
  public List<String> removeOrphanFolders(String prefix, String database, OrphanSearch search) {
    OrphanFolders folders = new OrphanFolders(io, prefix + "/", search.owner());
    List<String> orphans = folders.find(database, search.known(), search.olderThan());
    if (!search.dryRun()) {
      folders.delete(orphans);
    }
    return orphans;
  }

  /** The numbers of a table's rows in this transaction. */
  public RowIds rowIds(long relation) {
    return rowIds.computeIfAbsent(relation, oid -> new RowIds());
  }

  /** The tables, by oid and ascending, for which {@link #prepare} has to be called. */
  public List<Long> changed() {
    List<Long> changed = new ArrayList<>();
    logs.forEach(
        (relation, log) -> {
          if (!log.isEmpty() && !log.drops()) {
            changed.add(relation);
          }
        });
    return changed;
  }

  /**
   * Writes what a commit needs whatever the newest versions of the changed tables are, so that
   * {@link #prepare}, while which other transactions wait, has less to do. May be left out.
   *
   * @param sync as for {@link #prepare}; this begins it, and does not wait
   */
  public void writeAhead(boolean sync) {
    for (long relation : changed()) {
      TableLog log = logs.get(relation);
      if (log.onlyAppends()) {
        writeAhead(relation, log, sync);
      }
    }
  }

  private void writeAhead(long relation, TableLog log, boolean sync) {
    TableMetadata seen = metadata.get(log.entries().get(0).base());
    TrackedFileIO tracked = new TrackedFileIO(io);
    try {
      AppendAhead append = AppendAhead.write(log, seen, tracked);
      if (append == null) {
        return;
      }
      ahead.put(relation, append);
      if (sync && io instanceof DurableFileIO durable) {
        syncing.put(relation, durable.sync(append.locations(), seen.location()));
      }
    } finally {
      tracked.written().forEach(levels.transaction()::written);
    }
  }

  /**
   * Writes what the transaction has done to the changed tables on top of their newest versions,
   * which must not move before the transaction ends.
   *
   * @param newest the committed metadata locations by oid; null for tables made in this transaction
   * @param sync whether files and their folders are to be on the disk when this returns
   * @return the new locations by oid, to be stored by the caller; those stay out whose table the
   *     transaction leaves as it was
   * @throws WrapperException 40001 where another transaction's changes are in the way
   */
  public Map<Long, String> prepare(Map<Long, String> newest, boolean sync) {
    FaultPoint.PREPARE.reached();
    Map<Long, String> locations = new TreeMap<>();
    for (long relation : changed()) {
      TableMetadata written = prepare(relation, newest.get(relation), sync);
      if (written != null) {
        locations.put(relation, written.metadataFileLocation());
      }
    }
    FaultPoint.PREPARED.reached();
    return locations;
  }

  private TableMetadata prepare(long relation, String newestLocation, boolean sync) {
    TableLog log = logs.get(relation);
    AppendAhead append = ahead.get(relation);
    TableMetadata newest = newestLocation == null ? null : metadata.get(newestLocation);
    TrackedFileIO tracked = new TrackedFileIO(io);
    try {
      Replay.Result result =
          new Replay(log, newest, metadata, committed, positionDeletes, tracked, append)
              .run(SnapshotPolicy::apply);
      TableMetadata written = result.metadata();
      if (written != null) {
        if (sync && io instanceof DurableFileIO durable) {
          FaultPoint.BEFORE_SYNC.reached();
          List<String> files = tracked.written();
          DurableFileIO.Pending begun = result.fromAhead() ? syncing.get(relation) : null;
          if (begun == null) {
            files.addAll(result.dataFiles());
          }
          durable.sync(files, lastNewFolder(newest, written, begun != null)).await();
          if (begun != null) {
            begun.await();
          }
          FaultPoint.AFTER_SYNC.reached();
        }
        metadata.put(written);
        kept.addAll(result.fromAhead() ? append.locations() : result.dataFiles());
        kept.addAll(tracked.written());
        kept.add(Changes.folder(written));
        if (newest != null) {
          boolean atOnce = log.managesSnapshots();
          Obsolete obsolete = new Obsolete(io, newest, written, cleanup);
          afterCommit.add(reader -> obsolete.clean(atOnce, reader));
        }
      }
      return written;
    } finally {
      // Whatever happens now, a rollback has to find them.
      tracked.written().forEach(levels.transaction()::written);
    }
  }

  /** Which folder is the highest that a commit may have made. */
  private static String lastNewFolder(
      TableMetadata newest, TableMetadata written, boolean onlyMetadata) {
    if (newest == null) {
      return "/";
    }
    String folder = MetadataLocations.in(written, "");
    return onlyMetadata && newest.metadataFileLocation().startsWith(folder)
        ? folder
        : written.location();
  }

  /** As {@link #commit(Instant)} where no other transaction runs. */
  public void commit() {
    commit(Instant.MAX);
  }

  /**
   * The transaction has committed. Files that nobody needs any more are deleted. Does not throw.
   *
   * @param oldestReader when the oldest transaction began that still runs: what it may read is not
   *     deleted
   */
  public void commit(Instant oldestReader) {
    List<Consumer<Instant>> tasks = new ArrayList<>(afterCommit);
    for (TableLog log : logs.values()) {
      if (log.drops() && !log.creates()) {
        String dropped = log.entries().get(log.entries().size() - 1).base();
        tasks.add(reader -> Obsolete.drop(io, metadata.get(dropped)));
      }
    }
    Set<String> files = new LinkedHashSet<>(levels.rollback());
    files.removeAll(kept);
    end();
    try {
      FaultPoint.COMMITTED.reached();
    } catch (RuntimeException failure) {
      return;
    }
    delete(files);
    for (Consumer<Instant> task : tasks) {
      try {
        task.accept(oldestReader);
      } catch (RuntimeException failure) {
        // What is left are orphans, which removeOrphanFiles finds.
      }
    }
  }

  /** The transaction has been rolled back. Deletes what it wrote. Does not throw. */
  public void rollback() {
    List<String> files = levels.rollback();
    end();
    if (files.isEmpty()) {
      return;
    }
    try {
      FaultPoint.ROLLBACK.reached();
    } catch (RuntimeException failure) {
      return;
    }
    delete(files);
  }

  private void end() {
    logs.clear();
    ahead.clear();
    syncing.clear();
    rowIds.clear();
    kept.clear();
    afterCommit.clear();
    levels = new Levels();
  }

  /** Deletes files, and folders of tables, as far as they exist and it is possible. */
  private void delete(Collection<String> locations) {
    for (String location : locations) {
      try {
        if (!location.endsWith("/")) {
          io.deleteFile(location);
        } else if (io instanceof SupportsPrefixOperations folders) {
          folders.deletePrefix(location);
        }
      } catch (NotFoundException missing) {
        // Announced, but never written.
      } catch (RuntimeException failure) {
        // It stays as an orphan, which removeOrphanFiles finds.
      }
    }
  }
}
