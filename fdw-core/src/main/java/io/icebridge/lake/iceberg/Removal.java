// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.tx.LiveFile;
import io.icebridge.tx.TableChanges;
import io.icebridge.tx.TableView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.ContentFileUtil;

/**
 * Takes rows out of data files for one statement: their positions are noted, or where most rows of
 * a file go, those that stay are written into a new one. A file of which nothing stays goes at the
 * commit, without being read.
 */
final class Removal implements AutoCloseable {

  /** The share of a file's rows, those deleted before included, from which on it is rewritten. */
  static final String REWRITE_SHARE = "icebridge.delete.rewrite-share";

  private static final double DEFAULT_REWRITE_SHARE = 0.5;

  private final WriteContext context;
  private final TableChanges changes;
  private final double rewriteShare;
  private Map<String, LiveFile> files;
  private DataFileWriter writer;
  private boolean keeps;
  private boolean finished;

  Removal(WriteContext context) {
    this.context = context;
    this.changes = context.changes();
    String share = changes.metadata().properties().get(REWRITE_SHARE);
    this.rewriteShare = share == null ? DEFAULT_REWRITE_SHARE : Double.parseDouble(share);
  }

  /** The data files that the statement sees, by location. */
  Map<String, LiveFile> files() {
    if (files == null) {
      files = byLocation(context.view());
    }
    return files;
  }

  private static Map<String, LiveFile> byLocation(TableView view) {
    Map<String, LiveFile> files = new HashMap<>();
    for (LiveFile file : view.files(Expressions.alwaysTrue())) {
      files.put(file.file().location(), file);
    }
    return files;
  }

  /** No file is rewritten, because others hold positions in it. */
  void keepFiles() {
    keeps = true;
  }

  /**
   * Removes rows; of the transaction's thread. What is already gone from the files is looked up
   * anew: other parts of the statement may have removed rows, which it does not see.
   */
  void remove(Map<String, PositionDeleteIndex> positions) {
    Map<String, LiveFile> latest = keeps ? Map.of() : byLocation(context.latest().get());
    List<LiveFile> rewritten = new ArrayList<>();
    for (String location : List.copyOf(positions.keySet())) {
      if (!files().containsKey(location)) {
        // An earlier statement, seen by a cursor only, has removed all of it.
        positions.remove(location);
        continue;
      }
      LiveFile file = latest.get(location);
      if (file != null && isRewritten(file, positions.get(location))) {
        rewritten.add(union(file, positions.remove(location)));
      }
    }
    if (!rewritten.isEmpty()) {
      rewrite(rewritten);
    }
    changes.removePositions(positions);
    finished = true;
  }

  /** Whether most of a file goes, but not all. */
  private boolean isRewritten(LiveFile file, PositionDeleteIndex positions) {
    long records = file.file().recordCount();
    long gone = positions.cardinality();
    if (file.removed() != null) {
      gone += file.removed().cardinality();
    }
    for (DeleteFile deletes : file.deletes()) {
      if (ContentFileUtil.isFileScoped(deletes)) {
        gone += deletes.recordCount();
      }
    }
    return gone < records && gone >= rewriteShare * records;
  }

  private static LiveFile union(LiveFile file, PositionDeleteIndex positions) {
    if (file.removed() != null) {
      file.removed().forEach(positions::delete);
    }
    return new LiveFile(file.file(), file.deletes(), positions);
  }

  private void rewrite(List<LiveFile> rewritten) {
    writer = DataFileWriter.ofMoved(changes);
    List<byte[]> parameters = new ArrayList<>();
    FileRows rows =
        new FileRows(
            context.view(),
            writer.columns().schema(),
            context.rowIds(),
            context.nameMapped(),
            parameters);
    List<String> columns = new ArrayList<>();
    for (Types.NestedField column : writer.columns().columns()) {
      columns.add(writer.columns().cast(column, FileRows.column(column)));
    }
    String select =
        "SELECT "
            + String.join(", ", columns)
            + " FROM ("
            + String.join(" UNION ALL ", rows.remaining(rewritten))
            + ")";
    List<String> old = new ArrayList<>();
    for (LiveFile file : rewritten) {
      old.add(file.file().location());
    }
    try (EngineConnection connection = context.engine().acquire()) {
      changes.replaceFiles(old, writer.write(connection, select, parameters));
    }
  }

  /** Deletes what was written where the statement has failed. */
  @Override
  public void close() {
    if (!finished && writer != null) {
      writer.discard();
    }
  }
}
