// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.ledger;

import io.icebridge.bridge.spi.CatalogWrapper;
import io.icebridge.bridge.spi.ColumnChange;
import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WrapperException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Tables whose every version is a file, below the server's {@code folder}. What a transaction does
 * is kept in memory and laid over the version its statements see; the commit writes the next one.
 */
public final class LedgerWrapper implements CatalogWrapper {

  static final String FOLDER = "folder";

  private final Map<Long, ActionLog> logs = new HashMap<>();
  private final Map<Long, Path> folders = new HashMap<>();
  private final List<Path> written = new ArrayList<>();
  private int level;

  @Override
  public List<OptionDefinition> options() {
    return List.of(OptionDefinition.required(OptionLevel.SERVER, FOLDER));
  }

  @Override
  public Table table(TableDefinition definition) {
    if (definition.pointer() == null) {
      throw WrapperException.of(
              SqlState.FDW_ERROR, "table \"" + definition.name() + "\" is not in the catalog")
          .withHint("The option \"catalog\" of its foreign-data wrapper must be true.");
    }
    folders.put(definition.oid(), Path.of(definition.server().options().get(FOLDER)));
    return new LedgerTable(definition, this);
  }

  /** The rows a statement sees. */
  TreeMap<Long, Row> rows(TableDefinition definition) {
    TreeMap<Long, Row> rows = Version.read(definition.pointer().metadataLocation());
    ActionLog log = logs.get(definition.oid());
    if (log != null) {
      log.apply(rows, definition.pointer().command());
    }
    return rows;
  }

  ActionLog log(long table) {
    return logs.computeIfAbsent(table, oid -> new ActionLog());
  }

  /** The nesting level of savepoints at which changes are made now. */
  int level() {
    return level;
  }

  @Override
  public List<Long> changedTables() {
    List<Long> tables = new ArrayList<>();
    logs.forEach(
        (table, log) -> {
          if (log.hasChanges()) {
            tables.add(table);
          }
        });
    return tables;
  }

  @Override
  public Map<Long, String> prepare(Map<Long, String> newest, boolean durable, Instant oldest) {
    Map<Long, String> locations = new HashMap<>();
    newest.forEach(
        (table, location) -> {
          Path file = folders.get(table).resolve(table + "-" + UUID.randomUUID() + ".json");
          written.add(file);
          Version.write(file, logs.get(table).replay(Version.read(location)), durable);
          locations.put(table, file.toString());
        });
    return locations;
  }

  @Override
  public boolean appendsOnly(TableDefinition table, String from, String to) {
    return Version.read(to).keySet().containsAll(Version.read(from).keySet());
  }

  /** Columns are PostgreSQL's alone. */
  @Override
  public List<ColumnChange> differences(TableDefinition table, String from, String to) {
    return List.of();
  }

  @Override
  public void begin(Isolation isolation, boolean readOnly) {
    level = 1;
  }

  @Override
  public void commit() {
    logs.clear();
    written.clear();
  }

  @Override
  public void rollback() {
    logs.clear();
    for (Path file : written) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    written.clear();
  }

  @Override
  public void savepoint(int newLevel) {
    level = newLevel;
  }

  @Override
  public void releaseSavepoint(int released) {
    logs.values().forEach(log -> log.release(released));
    level = released - 1;
  }

  @Override
  public void rollbackToSavepoint(int undone) {
    logs.values().forEach(log -> log.rollbackTo(undone));
    level = undone - 1;
  }
}
