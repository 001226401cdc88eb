// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import io.icebridge.bridge.spi.WrapperException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PendingUpdate;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.LocationUtil;

/** Writes one statement's actions into the log of a table. */
final class Changes implements TableChanges {

  private final Tables tables;
  private final TableLog log;
  private final Level level;
  private final String base;
  private final int command;
  private final FileIO io;

  Changes(Tables tables, TableLog log, Level level, String base, int command, FileIO io) {
    this.tables = tables;
    this.log = log;
    this.level = level;
    this.base = base;
    this.command = command;
    this.io = io;
  }

  @Override
  public TableMetadata metadata() {
    return tables.state(log, base, Integer.MAX_VALUE).metadata();
  }

  @Override
  public String newFile(String name) {
    TableMetadata metadata = metadata();
    String location =
        LocationProviders.locationsFor(metadata.location(), metadata.properties())
            .newDataLocation(name);
    written(location);
    return location;
  }

  @Override
  public void written(String location) {
    level.written(location);
  }

  @Override
  public void create(
      Schema schema, PartitionSpec spec, String location, Map<String, String> properties) {
    if (base != null || !log.isEmpty()) {
      throw new IllegalStateException("the table exists already");
    }
    TableMetadata metadata =
        TableMetadata.newTableMetadata(schema, spec, location, TableDefaults.with(properties));
    if (metadata.propertyAsBoolean(TableDefaults.OWNS_LOCATION, false)) {
      level.written(folder(metadata));
    }
    log(new Action.Create(metadata));
  }

  /** How a table's whole folder is announced. */
  static String folder(TableMetadata metadata) {
    return LocationUtil.stripTrailingSlash(metadata.location()) + "/";
  }

  @Override
  public void append(List<DataFile> files) {
    if (!files.isEmpty()) {
      log(new Action.Append(List.copyOf(files)));
    }
  }

  @Override
  public void removePositions(Map<String, PositionDeleteIndex> positions) {
    positions.values().removeIf(PositionDeleteIndex::isEmpty);
    if (!positions.isEmpty() && metadata().formatVersion() < 2) {
      throw WrapperException.unsupported("cannot delete rows of an Iceberg table of format 1")
          .withHint("Set the table property \"format-version\" to 2.");
    }
    if (!positions.isEmpty()) {
      log(new Action.Remove(positions));
    }
  }

  @Override
  public void replaceFiles(List<String> removed, List<DataFile> added) {
    replace(removed, added, false);
  }

  @Override
  public void rewriteFiles(List<String> removed, List<DataFile> added) {
    replace(removed, added, true);
  }

  private void replace(List<String> removed, List<DataFile> added, boolean sameRows) {
    if (!removed.isEmpty() || !added.isEmpty()) {
      log(new Action.Replace(List.copyOf(removed), List.copyOf(added), sameRows));
    }
  }

  @Override
  public void truncate() {
    List<String> removed = new ArrayList<>();
    for (LiveFile file :
        tables.view(log, base, Integer.MAX_VALUE).files(Expressions.alwaysTrue())) {
      removed.add(file.file().location());
    }
    replace(removed, List.of(), false);
  }

  @Override
  public void updateSchema(Consumer<UpdateSchema> changes) {
    evolve(transaction -> commit(transaction.updateSchema(), changes), true);
  }

  @Override
  public void updateProperties(Consumer<UpdateProperties> changes) {
    evolve(transaction -> commit(transaction.updateProperties(), changes), false);
  }

  private void evolve(Consumer<Transaction> change, boolean columns) {
    // Fails here, with the statement, where the change is wrong.
    MemoryOperations.evolve(metadata(), io, change);
    log(new Action.Evolve(change, columns));
  }

  @Override
  public void manageSnapshots(Consumer<ManageSnapshots> changes) {
    manage(transaction -> commit(transaction.manageSnapshots(), changes));
  }

  @Override
  public void expireSnapshots(Consumer<ExpireSnapshots> changes) {
    manage(
        transaction ->
            commit(
                transaction.expireSnapshots().cleanupLevel(ExpireSnapshots.CleanupLevel.NONE),
                changes));
  }

  private void manage(Consumer<Transaction> change) {
    if (!tables.state(log, base, Integer.MAX_VALUE).files().isEmpty()) {
      throw notTogether();
    }
    MemoryOperations.evolve(metadata(), io, change);
    log.add(new LogEntry(level, command, base, new Action.Manage(change)));
  }

  private static <U extends PendingUpdate<?>> void commit(U update, Consumer<U> changes) {
    changes.accept(update);
    update.commit();
  }

  @Override
  public void drop() {
    log(new Action.Drop());
  }

  private void log(Action action) {
    boolean rows =
        action instanceof Action.Append
            || action instanceof Action.Remove
            || action instanceof Action.Replace;
    if (rows && log.managesSnapshots()) {
      throw notTogether();
    }
    log.add(new LogEntry(level, command, base, action));
  }

  private static WrapperException notTogether() {
    return WrapperException.unsupported(
            "cannot change a table's snapshots and its rows in one transaction")
        .withHint("Commit between the two.");
  }
}
