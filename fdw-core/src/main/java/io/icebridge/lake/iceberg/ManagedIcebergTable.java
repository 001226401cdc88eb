// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.Alteration;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.ManagedTable;
import io.icebridge.bridge.spi.Procedures;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TablePlace;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.Writer;
import io.icebridge.lake.engine.Engine;
import io.icebridge.tx.SnapshotChoice;
import io.icebridge.tx.TableChanges;
import io.icebridge.tx.TableDefaults;
import io.icebridge.tx.Tables;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.TableProperties;

/** A table of PostgreSQL's catalog: it can be written, and follows PostgreSQL's definition. */
final class ManagedIcebergTable extends IcebergTable implements ManagedTable, Procedures {

  private final Engine engine;
  private final TableDefinition definition;
  private final Tables tables;
  private final NameMappedFiles nameMapped;

  ManagedIcebergTable(
      Engine engine,
      TableDefinition definition,
      Tables tables,
      NameMappedFiles nameMapped,
      KeptDistributions distributions) {
    super(
        engine,
        definition.columns(),
        () ->
            tables.view(
                definition.oid(),
                definition.pointer().metadataLocation(),
                definition.pointer().command()),
        () -> tables.rowIds(definition.oid()),
        nameMapped,
        distributions);
    this.engine = engine;
    this.definition = definition;
    this.tables = tables;
    this.nameMapped = nameMapped;
  }

  /** PostgreSQL has checked what it wrote. Other engines know no such limits, and may go beyond. */
  @Override
  protected boolean valuesFit() {
    return true;
  }

  private TableChanges change() {
    return tables.change(
        definition.oid(), definition.pointer().metadataLocation(), definition.pointer().command());
  }

  private WriteContext context() {
    return new WriteContext(
        engine,
        change(),
        tables.view(
            definition.oid(),
            definition.pointer().metadataLocation(),
            definition.pointer().command()),
        () ->
            tables.view(
                definition.oid(), definition.pointer().metadataLocation(), Integer.MAX_VALUE),
        tables.rowIds(definition.oid()),
        nameMapped);
  }

  @Override
  public List<ColumnDefinition> rowId() {
    return List.of(ColumnDefinition.rowNumber());
  }

  @Override
  public Writer insert(List<ColumnDefinition> columns) {
    return new InsertWriter(engine, change(), columns);
  }

  @Override
  public Writer update(List<ColumnDefinition> columns) {
    return new UpdateWriter(context(), columns);
  }

  @Override
  public Writer delete() {
    return new DeleteWriter(context());
  }

  @Override
  public void truncate() {
    change().truncate();
  }

  @Override
  public void create(TablePlace place) {
    requireColumns();
    TableLocation location = TableLocation.of(definition, place);
    Map<String, String> properties = PropertyOptions.properties(definition.options());
    if (location.owned()) {
      properties.put(TableDefaults.OWNS_LOCATION, "true");
      properties.put(TableDefaults.OWNER, place.owner());
    }
    change()
        .create(
            TableColumns.schema(definition.columns()),
            PartitionSpec.unpartitioned(),
            location.location(),
            properties);
  }

  @Override
  public List<Integer> alter(Alteration before) {
    requireColumns();
    TableChanges changes = change();
    int formatVersion = changes.metadata().formatVersion();
    SchemaChange schema = new SchemaChange(before, definition.columns(), formatVersion);
    if (!schema.isEmpty()) {
      changes.updateSchema(schema::apply);
    }
    alterProperties(changes, before.options());
    return schema.toFill();
  }

  /** Parquet files have rows only where they have columns. */
  private void requireColumns() {
    if (definition.columns().isEmpty()) {
      throw WrapperException.unsupported(
          "an Iceberg table must have at least one column, which \""
              + definition.name()
              + "\" has not");
    }
  }

  private void alterProperties(TableChanges changes, Map<String, String> optionsBefore) {
    Map<String, String> before = PropertyOptions.properties(optionsBefore);
    Map<String, String> after = PropertyOptions.properties(definition.options());
    Map<String, String> set = new HashMap<>(after);
    set.entrySet().removeAll(before.entrySet());
    Map<String, String> gone = new HashMap<>(before);
    gone.keySet().removeAll(after.keySet());
    if (set.isEmpty() && gone.isEmpty()) {
      return;
    }
    requireUpgrade(changes.metadata().formatVersion(), after);
    changes.updateProperties(
        update -> {
          set.forEach(update::set);
          gone.keySet().forEach(update::remove);
        });
  }

  private static void requireUpgrade(int present, Map<String, String> properties) {
    String version = properties.get(TableProperties.FORMAT_VERSION);
    if (version != null && Integer.parseInt(version) < present) {
      throw WrapperException.unsupported(
              "an Iceberg table of format version "
                  + present
                  + " cannot go back to format version "
                  + version)
          .withHint("CREATE TABLE … USING iceberg AS SELECT … makes a copy in that format.");
    }
  }

  @Override
  public void attach(String metadataLocation) {
    if (definition.pointer().metadataLocation() == null
        || tables.changed().contains(definition.oid())) {
      throw WrapperException.of(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "table \"" + definition.name() + "\" was changed in this transaction")
          .withHint("Commit first.");
    }
    AttachedColumns.check(
        definition, tables.pinned(metadataLocation, new SnapshotChoice.Current()).schema());
  }

  @Override
  public void drop() {
    change().drop();
  }

  @Override
  public String call(String procedure, Map<String, String> arguments, Instant oldestTransaction) {
    return new IcebergProcedures(tables, change(), definition.pointer().metadataLocation())
        .call(procedure, arguments, oldestTransaction);
  }
}
