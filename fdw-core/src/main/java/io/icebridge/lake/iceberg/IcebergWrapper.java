// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.CatalogWrapper;
import io.icebridge.bridge.spi.ColumnChange;
import io.icebridge.bridge.spi.ColumnInference;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.OrphanSearch;
import io.icebridge.bridge.spi.PrivilegedWrapper;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TablePointer;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.LakeWrapper;
import io.icebridge.tx.Difference;
import io.icebridge.tx.LocalFileIO;
import io.icebridge.tx.SnapshotChoice;
import io.icebridge.tx.TableView;
import io.icebridge.tx.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Iceberg tables: those of PostgreSQL's catalog, which take part in its transactions, and those
 * that a metadata file or a name shows, which are only read.
 */
public final class IcebergWrapper implements CatalogWrapper, ColumnInference, PrivilegedWrapper {

  private Tables tables;
  private final NameMappedFiles nameMapped = new NameMappedFiles(LakeWrapper.engine());
  private final KeptDistributions distributions = new KeptDistributions();

  /** Since when the present transaction's commit may have readers of older versions. */
  private Instant oldestReader = Instant.MAX;

  /** Made at first use: an instance must be cheap, and checks of options need none of this. */
  private Tables tables() {
    if (tables == null) {
      LakeWrapper.engine().openAhead();
      tables = new Tables(new LocalFileIO(), new ParquetPositionDeletes(LakeWrapper.engine()));
    }
    return tables;
  }

  @Override
  public List<OptionDefinition> options() {
    return IcebergOptions.definitions();
  }

  @Override
  public void validate(OptionLevel level, Map<String, String> options) {
    if (level == OptionLevel.FOREIGN_TABLE) {
      IcebergOptions.of(options);
      PropertyOptions.validate(options);
    }
  }

  /** A metadata file that the user names leads to any of the server's files. */
  @Override
  public List<String> requiredRoles(OptionLevel level, Map<String, String> options) {
    boolean named =
        level == OptionLevel.FOREIGN_TABLE && options.containsKey(IcebergOptions.METADATA_LOCATION);
    return named ? List.of("pg_read_server_files") : List.of();
  }

  @Override
  public Table table(TableDefinition definition) {
    return open(definition);
  }

  @Override
  public List<InferredColumn> inferColumns(TableDefinition definition) {
    return open(definition).inferColumns();
  }

  private IcebergTable open(TableDefinition definition) {
    IcebergOptions options = IcebergOptions.of(definition.options());
    TablePointer pointer = definition.pointer();
    if (options.metadataLocation() == null && !options.named() && pointer == null) {
      throw WrapperException.of(
              SqlState.FDW_INVALID_ATTRIBUTE_VALUE, "option \"metadata_location\" is missing")
          .withHint(
              "Name the metadata file of an existing table, or make a new one with"
                  + " CREATE TABLE … USING iceberg.");
    }
    if (options.metadataLocation() == null && !options.named()) {
      return new ManagedIcebergTable(
          LakeWrapper.engine(), definition, tables(), nameMapped, distributions);
    }
    return new IcebergTable(
        LakeWrapper.engine(),
        definition.columns(),
        () ->
            tables()
                .pinned(
                    options.named() ? pointer.metadataLocation() : options.metadataLocation(),
                    options.choice()),
        () -> tables().rowIds(definition.oid()),
        nameMapped,
        distributions);
  }

  @Override
  public void begin(Isolation isolation, boolean readOnly) {
    oldestReader = Instant.MAX;
    tables().begin();
  }

  @Override
  public void commit() {
    tables().commit(oldestReader);
  }

  @Override
  public void rollback() {
    tables().rollback();
  }

  @Override
  public void savepoint(int level) {
    tables().savepoint(level);
  }

  @Override
  public void releaseSavepoint(int level) {
    tables().releaseSavepoint(level);
  }

  @Override
  public void rollbackToSavepoint(int level) {
    tables().rollbackToSavepoint(level);
  }

  @Override
  public List<Long> changedTables() {
    return tables().changed();
  }

  @Override
  public void writeAhead(boolean durable) {
    tables().writeAhead(durable);
  }

  @Override
  public Map<Long, String> prepare(
      Map<Long, String> newest, boolean durable, Instant oldestTransaction) {
    oldestReader = oldestTransaction;
    return tables().prepare(newest, durable);
  }

  @Override
  public boolean appendsOnly(TableDefinition table, String from, String to) {
    return tables().difference(from, to) != Difference.OTHER;
  }

  @Override
  public List<ColumnChange> differences(TableDefinition table, String from, String to) {
    TableView before = tables().pinned(from, new SnapshotChoice.Current());
    TableView after = tables().pinned(to, new SnapshotChoice.Current());
    if (!Objects.equals(before.metadata().uuid(), after.metadata().uuid())) {
      throw WrapperException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "\"" + to + "\" is not a version of table \"" + table.name() + "\"")
          .withDetail(
              "The table has the UUID "
                  + before.metadata().uuid()
                  + ", the metadata "
                  + after.metadata().uuid()
                  + ".")
          .withHint("icebridge.attach() makes another table of this metadata.");
    }
    return ColumnDifferences.between(before.schema(), after.schema());
  }

  @Override
  public List<String> removeOrphanFolders(OrphanSearch search) {
    return tables()
        .removeOrphanFolders(
            TableLocation.withoutSlash(search.prefix()),
            TableLocation.folderName(search.database()),
            search);
  }
}
