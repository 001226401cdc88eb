// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.tx.TableChanges;
import io.icebridge.tx.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.JsonUtil;

/** The procedures that maintain a table. */
final class IcebergProcedures {

  private final Tables tables;
  private final TableChanges changes;
  private final String metadataLocation;

  /**
   * @param changes of the statement that calls a procedure
   * @param metadataLocation of the newest committed version; null for a table made in this
   *     transaction
   */
  IcebergProcedures(Tables tables, TableChanges changes, String metadataLocation) {
    this.tables = tables;
    this.changes = changes;
    this.metadataLocation = metadataLocation;
  }

  /** See {@link io.icebridge.bridge.spi.Procedures#call}. */
  String call(String procedure, Map<String, String> arguments, Instant oldestTransaction) {
    switch (procedure) {
      case "rollback_to_snapshot" -> {
        long snapshot = snapshot(arguments);
        manage(manage -> manage.rollbackTo(snapshot));
      }
      case "set_current_snapshot" -> {
        long snapshot = snapshot(arguments);
        manage(manage -> manage.setCurrentSnapshot(snapshot));
      }
      case "create_tag" -> {
        String name = text(arguments, "name");
        long snapshot = snapshotOrCurrent(arguments);
        manage(manage -> manage.createTag(name, snapshot));
      }
      case "drop_tag" -> {
        String name = reference(arguments, true);
        manage(manage -> manage.removeTag(name));
      }
      case "create_branch" -> {
        String name = text(arguments, "name");
        long snapshot = snapshotOrCurrent(arguments);
        manage(manage -> manage.createBranch(name, snapshot));
      }
      case "drop_branch" -> {
        String name = reference(arguments, false);
        manage(manage -> manage.removeBranch(name));
      }
      case "expire_snapshots" -> {
        return Integer.toString(expireSnapshots(arguments, oldestTransaction));
      }
      case "remove_orphan_files" -> {
        return json(removeOrphanFiles(arguments, oldestTransaction));
      }
      default ->
          throw WrapperException.of(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "there is no procedure \"" + procedure + "\" of Iceberg tables")
              .withHint(
                  "There are rollback_to_snapshot, set_current_snapshot, create_tag, drop_tag,"
                      + " create_branch, drop_branch, expire_snapshots and remove_orphan_files.");
    }
    return "null";
  }

  /** What Iceberg refuses here are wrong arguments. */
  private void manage(Consumer<ManageSnapshots> action) {
    try {
      changes.manageSnapshots(action);
    } catch (IllegalArgumentException | ValidationException e) {
      throw WrapperException.of(SqlState.INVALID_PARAMETER_VALUE, e.getMessage()).causedBy(e);
    }
  }

  /** Forgets snapshots; those that a running transaction may read are kept. */
  private int expireSnapshots(Map<String, String> arguments, Instant oldestTransaction) {
    long before = number(arguments, "before");
    int retained = Math.toIntExact(number(arguments, "retain_last"));
    if (retained < 1) {
      throw WrapperException.of(
          SqlState.INVALID_PARAMETER_VALUE, "at least one snapshot must be retained");
    }
    Snapshot read = currentAt(changes.metadata(), oldestTransaction);
    long limit = read == null ? before : Math.min(before, read.timestampMillis());
    int[] expired = new int[1];
    changes.expireSnapshots(
        expire -> expired[0] = expire.expireOlderThan(limit).retainLast(retained).apply().size());
    return expired[0];
  }

  /** The snapshot that was the current one at some time, or the first; null where there is none. */
  private static Snapshot currentAt(TableMetadata metadata, Instant time) {
    Snapshot current = null;
    for (HistoryEntry entry : metadata.snapshotLog()) {
      if (current == null || entry.timestampMillis() <= time.toEpochMilli()) {
        current = metadata.snapshot(entry.snapshotId());
      }
    }
    return current;
  }

  /** Not part of the transaction: what nothing refers to is nobody's. */
  private List<String> removeOrphanFiles(Map<String, String> arguments, Instant oldestTransaction) {
    Instant before = Instant.ofEpochMilli(number(arguments, "before"));
    boolean dryRun = Boolean.parseBoolean(text(arguments, "dry_run"));
    if (metadataLocation == null) {
      return List.of();
    }
    return tables.removeOrphanFiles(
        metadataLocation, before.isBefore(oldestTransaction) ? before : oldestTransaction, dryRun);
  }

  /** A snapshot that exists; of some procedures Iceberg itself says so only at the commit. */
  private long snapshot(Map<String, String> arguments) {
    long snapshot = number(arguments, "snapshot_id");
    if (changes.metadata().snapshot(snapshot) == null) {
      throw WrapperException.of(
              SqlState.INVALID_PARAMETER_VALUE, "the table has no snapshot " + snapshot)
          .withHint("icebridge.snapshots() lists them.");
    }
    return snapshot;
  }

  private long snapshotOrCurrent(Map<String, String> arguments) {
    if (arguments.get("snapshot_id") != null) {
      return snapshot(arguments);
    }
    Snapshot current = changes.metadata().currentSnapshot();
    if (current == null) {
      throw WrapperException.of(SqlState.INVALID_PARAMETER_VALUE, "the table has no snapshot yet");
    }
    return current.snapshotId();
  }

  private String reference(Map<String, String> arguments, boolean tag) {
    String name = text(arguments, "name");
    TableMetadata metadata = changes.metadata();
    if (!metadata.refs().containsKey(name) || metadata.ref(name).isTag() != tag) {
      throw WrapperException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "the table has no " + (tag ? "tag" : "branch") + " \"" + name + "\"");
    }
    return name;
  }

  private static String text(Map<String, String> arguments, String name) {
    String text = arguments.get(name);
    if (text == null) {
      throw WrapperException.of(
          SqlState.INVALID_PARAMETER_VALUE, "argument \"" + name + "\" is missing");
    }
    return text;
  }

  private static long number(Map<String, String> arguments, String name) {
    String text = text(arguments, name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw WrapperException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "argument \"" + name + "\" is not a whole number: \"" + text + "\"");
    }
  }

  private static String json(List<String> texts) {
    return JsonUtil.generate(
        generator -> {
          generator.writeStartArray();
          for (String text : texts) {
            generator.writeString(text);
          }
          generator.writeEndArray();
        },
        false);
  }
}
