// SPDX-License-Identifier: Apache-2.0
package io.icebridge.trouble;

import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TransactionListener;
import java.util.List;
import java.util.Map;

/**
 * Tables that make trouble: the option {@code what} is a {@link Trouble}, {@code moment} one of
 * plan, open, fetch, begin and rollback, {@code seconds} how long it lasts. Each has one bigint
 * column, and {@code rows} rows where it comes to that.
 */
public final class TroubleWrapper implements TransactionListener {

  private static final List<String> OPTIONS = List.of("what", "moment", "seconds", "rows");

  private Map<String, String> latest = Map.of();

  @Override
  public List<OptionDefinition> options() {
    return OPTIONS.stream()
        .map(name -> OptionDefinition.optional(OptionLevel.FOREIGN_TABLE, name))
        .toList();
  }

  @Override
  public Table table(TableDefinition definition) {
    return new TroubleTable(definition.options());
  }

  private static void make(Map<String, String> options, String moment) {
    if (moment.equals(options.getOrDefault("moment", "open"))) {
      Trouble.valueOf(options.getOrDefault("what", "none").toUpperCase(java.util.Locale.ROOT))
          .make(Double.parseDouble(options.getOrDefault("seconds", "20")));
    }
  }

  @Override
  public void begin(Isolation isolation, boolean readOnly) {}

  @Override
  public void preCommit() {
    make(latest, "commit");
    latest = Map.of();
  }

  @Override
  public void commit() {}

  @Override
  public void rollback() {
    Map<String, String> options = latest;
    latest = Map.of();
    make(options, "rollback");
  }

  @Override
  public void savepoint(int level) {}

  @Override
  public void releaseSavepoint(int level) {}

  @Override
  public void rollbackToSavepoint(int level) {}

  private final class TroubleTable implements Table {

    private final Map<String, String> options;

    TroubleTable(Map<String, String> options) {
      this.options = options;
    }

    @Override
    public Estimate estimate(ScanRequest request) {
      latest = options;
      make(options, "plan");
      return Estimate.ofRows(1000);
    }

    @Override
    public Cursor scan(ScanRequest request) {
      make(options, "open");
      return new NumbersCursor(
          Long.parseLong(options.getOrDefault("rows", "10")), () -> make(options, "fetch"));
    }
  }
}
