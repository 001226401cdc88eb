// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.table.ValueDistribution;
import io.icebridge.tx.TableView;
import io.icebridge.tx.Totals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.types.Types;

/**
 * The distributions of columns that were asked for last: of thousands of files they take longer to
 * make than a plan. A session's own, used by one thread.
 */
final class KeptDistributions {

  private static final int MOST = 256;

  private final Map<String, ValueDistribution> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ValueDistribution> eldest) {
          return size() > MOST;
        }
      };

  /**
   * The distribution of a column in what a statement sees. What its transaction has changed is told
   * apart by its size alone, which is enough for a guess.
   */
  ValueDistribution get(
      TableView view, Types.NestedField field, Supplier<ValueDistribution> otherwise) {
    Snapshot snapshot = view.snapshot();
    Totals totals = view.totals();
    String key =
        view.metadata().uuid()
            + " "
            + (snapshot == null ? 0 : snapshot.snapshotId())
            + " "
            + view.metadata().statisticsFiles().size()
            + " "
            + totals.files()
            + " "
            + totals.records()
            + " "
            + field.fieldId()
            + " "
            + field.type();
    return kept.computeIfAbsent(key, unknown -> otherwise.get());
  }
}
