// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import io.icebridge.bridge.spi.CatalogWrapper;
import io.icebridge.bridge.spi.ColumnChange;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.Inspectable;
import io.icebridge.bridge.spi.Procedures;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A wrapper with tables in the catalog that says what a test wants it to. */
public final class RecordingCatalog extends RecordingWrapper implements CatalogWrapper {

  /** The tables each instance says it has changed, in the order the instances were made. */
  static final List<List<Long>> CHANGED = new ArrayList<>();

  /** What an instance prepares for a table; nothing where it has no entry. */
  static final Map<Long, String> PREPARED = new HashMap<>();

  private final int number = instances - 1;

  static void clear() {
    CHANGED.clear();
    PREPARED.clear();
  }

  @Override
  public Table table(TableDefinition definition) {
    call("open", String.valueOf(definition.pointer()));
    return new RecordingCatalogTable();
  }

  @Override
  public List<Long> changedTables() {
    return number < CHANGED.size() ? CHANGED.get(number) : List.of();
  }

  @Override
  public Map<Long, String> prepare(Map<Long, String> newest, boolean durable, Instant oldest) {
    call("prepare", number, new TreeMap<>(newest), durable, oldest);
    Map<Long, String> prepared = new HashMap<>(PREPARED);
    prepared.keySet().retainAll(newest.keySet());
    return prepared;
  }

  @Override
  public boolean appendsOnly(TableDefinition table, String from, String to) {
    call("appendsOnly", table.name(), from, to);
    return from.equals("a");
  }

  @Override
  public List<ColumnChange> differences(TableDefinition table, String from, String to) {
    call("differences", table.name(), from, to);
    return List.of(
        new ColumnChange.Dropped("a"),
        new ColumnChange.Renamed("b", "c"),
        new ColumnChange.Retyped("c", new InferredType.Named("bigint")),
        new ColumnChange.Nullability("c", true),
        new ColumnChange.Added(InferredColumn.of("d", new InferredType.Named("text"))));
  }

  private static final class RecordingCatalogTable implements Inspectable, Procedures {

    @Override
    public Estimate estimate(ScanRequest request) {
      return new Estimate(1, 1, 1, 1, 1);
    }

    @Override
    public Cursor scan(ScanRequest request) {
      RecordingWrapper.call(
          "scan", request.columns().stream().map(ColumnDefinition::number).toList());
      return new NoCursor();
    }

    @Override
    public String inspect(String subject) {
      RecordingWrapper.call("inspect", subject);
      return "[1]";
    }

    @Override
    public String call(String procedure, Map<String, String> arguments, Instant oldest) {
      RecordingWrapper.call("procedure", procedure, new TreeMap<>(arguments), oldest);
      return "{}";
    }
  }

  private static final class NoCursor implements Cursor {

    @Override
    public long arrowStream() {
      return RecordingTable.STREAM;
    }

    @Override
    public void close() {}
  }
}
