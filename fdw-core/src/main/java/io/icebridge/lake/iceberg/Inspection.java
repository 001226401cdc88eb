// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.tx.LiveFile;
import io.icebridge.tx.TableView;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * What a table tells about itself, as JSON: the views that Iceberg calls metadata tables, whose
 * columns the SQL functions in the extension's script have under the same names.
 */
final class Inspection {

  private final TableView view;
  private final TableMetadata metadata;

  Inspection(TableView view) {
    this.view = view;
    this.metadata = view.metadata();
  }

  String of(String subject) {
    return switch (subject) {
      case "snapshots" -> snapshots().toString();
      case "history" -> history().toString();
      case "files" -> files().toString();
      case "manifests" -> manifests().toString();
      case "partitions" -> partitions().toString();
      case "refs" -> refs().toString();
      case "metadata" -> TableMetadataParser.toJson(metadata);
      case "table_size" -> Long.toString(size());
      default ->
          throw WrapperException.of(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "an Iceberg table has no view \"" + subject + "\" of itself")
              .withHint(
                  "There are snapshots, history, files, manifests, partitions, refs, metadata and"
                      + " table_size.");
    };
  }

  private ArrayNode snapshots() {
    ArrayNode rows = rows();
    for (Snapshot snapshot : metadata.snapshots()) {
      ObjectNode row = rows.addObject();
      row.put("snapshot_id", snapshot.snapshotId());
      row.put("parent_id", snapshot.parentId());
      row.put("committed_at", time(snapshot.timestampMillis()));
      row.put("sequence_number", snapshot.sequenceNumber());
      row.put("schema_id", snapshot.schemaId());
      row.put("operation", snapshot.operation());
      row.put("manifest_list", snapshot.manifestListLocation());
      ObjectNode summary = row.putObject("summary");
      if (snapshot.summary() != null) {
        snapshot.summary().forEach(summary::put);
      }
    }
    return rows;
  }

  private ArrayNode history() {
    Set<Long> ancestors = new HashSet<>();
    Snapshot current = metadata.currentSnapshot();
    if (current != null) {
      for (Snapshot ancestor : SnapshotUtil.ancestorsOf(current.snapshotId(), metadata::snapshot)) {
        ancestors.add(ancestor.snapshotId());
      }
    }
    ArrayNode rows = rows();
    for (HistoryEntry entry : metadata.snapshotLog()) {
      Snapshot snapshot = metadata.snapshot(entry.snapshotId());
      ObjectNode row = rows.addObject();
      row.put("made_current_at", time(entry.timestampMillis()));
      row.put("snapshot_id", entry.snapshotId());
      row.put("parent_id", snapshot == null ? null : snapshot.parentId());
      row.put("is_current_ancestor", ancestors.contains(entry.snapshotId()));
    }
    return rows;
  }

  private ArrayNode files() {
    ArrayNode rows = rows();
    for (ContentFile<?> file : allFiles().values()) {
      ObjectNode row = rows.addObject();
      row.put("content", file.content().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      row.put("file_path", file.location());
      row.put("file_format", file.format().name().toLowerCase(Locale.ROOT));
      row.put("spec_id", file.specId());
      row.put("partition", partition(file));
      row.put("record_count", file.recordCount());
      row.put("file_size_in_bytes", file.fileSizeInBytes());
      row.put("sequence_number", file.dataSequenceNumber());
      if (file instanceof DeleteFile delete) {
        row.put("referenced_data_file", delete.referencedDataFile());
        if (delete.equalityFieldIds() != null) {
          delete.equalityFieldIds().forEach(row.withArray("equality_ids")::add);
        }
      }
    }
    return rows;
  }

  /** Data files and the delete files that apply to them, each once. */
  private Map<String, ContentFile<?>> allFiles() {
    Map<String, ContentFile<?>> files = new LinkedHashMap<>();
    Map<String, ContentFile<?>> deletes = new LinkedHashMap<>();
    for (LiveFile live : view.files(Expressions.alwaysTrue())) {
      files.put(live.file().location(), live.file());
      for (DeleteFile delete : live.deletes()) {
        // A Puffin file holds the vectors of many data files.
        deletes.put(delete.location() + " " + delete.contentOffset(), delete);
      }
    }
    files.putAll(deletes);
    return files;
  }

  private String partition(ContentFile<?> file) {
    PartitionSpec spec = metadata.specsById().get(file.specId());
    return spec.isUnpartitioned() ? null : spec.partitionToPath(file.partition());
  }

  private ArrayNode manifests() {
    ArrayNode rows = rows();
    if (view.snapshot() == null) {
      return rows;
    }
    for (ManifestFile manifest : view.snapshot().allManifests(view.io())) {
      ObjectNode row = rows.addObject();
      row.put("content", manifest.content().name().toLowerCase(Locale.ROOT));
      row.put("path", manifest.path());
      row.put("length", manifest.length());
      row.put("partition_spec_id", manifest.partitionSpecId());
      row.put("sequence_number", manifest.sequenceNumber());
      row.put("added_snapshot_id", manifest.snapshotId());
      row.put("added_files_count", manifest.addedFilesCount());
      row.put("existing_files_count", manifest.existingFilesCount());
      row.put("deleted_files_count", manifest.deletedFilesCount());
      row.put("added_rows_count", manifest.addedRowsCount());
      row.put("existing_rows_count", manifest.existingRowsCount());
      row.put("deleted_rows_count", manifest.deletedRowsCount());
    }
    return rows;
  }

  private ArrayNode partitions() {
    Map<String, ObjectNode> partitions = new LinkedHashMap<>();
    ArrayNode rows = rows();
    for (ContentFile<?> file : allFiles().values()) {
      String partition = partition(file);
      ObjectNode row = partitions.get(file.specId() + " " + partition);
      if (row == null) {
        row = rows.addObject();
        row.put("partition", partition).put("spec_id", file.specId());
        row.put("record_count", 0L).put("file_count", 0L);
        row.put("file_size_in_bytes", 0L).put("delete_file_count", 0L);
        partitions.put(file.specId() + " " + partition, row);
      }
      if (file instanceof DeleteFile) {
        add(row, "delete_file_count", 1);
      } else {
        add(row, "file_count", 1);
        add(row, "record_count", file.recordCount());
        add(row, "file_size_in_bytes", file.fileSizeInBytes());
      }
    }
    return rows;
  }

  private static void add(ObjectNode row, String column, long more) {
    row.put(column, row.get(column).asLong() + more);
  }

  private ArrayNode refs() {
    ArrayNode rows = rows();
    for (Map.Entry<String, SnapshotRef> entry : metadata.refs().entrySet()) {
      SnapshotRef ref = entry.getValue();
      ObjectNode row = rows.addObject();
      row.put("name", entry.getKey());
      row.put("type", ref.isBranch() ? "branch" : "tag");
      row.put("snapshot_id", ref.snapshotId());
      row.put("max_reference_age_in_ms", ref.maxRefAgeMs());
      row.put("min_snapshots_to_keep", ref.minSnapshotsToKeep());
      row.put("max_snapshot_age_in_ms", ref.maxSnapshotAgeMs());
    }
    return rows;
  }

  private long size() {
    long bytes = 0;
    Set<String> counted = new HashSet<>();
    for (ContentFile<?> file : allFiles().values()) {
      boolean vector = file instanceof DeleteFile delete && delete.contentSizeInBytes() != null;
      if (vector) {
        bytes += ((DeleteFile) file).contentSizeInBytes();
      } else if (counted.add(file.location())) {
        bytes += file.fileSizeInBytes();
      }
    }
    return bytes;
  }

  private static String time(long milliseconds) {
    return Instant.ofEpochMilli(milliseconds).toString();
  }

  private static ArrayNode rows() {
    return JsonNodeFactory.instance.arrayNode();
  }
}
