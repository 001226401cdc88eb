// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.tx.LiveFile;
import java.util.List;

/**
 * Tells DuckDB how many rows files have: it takes those of the first one times the number of files
 * for all of them when it chooses the order of joins (DuckDB 2.0.0 does not look at the option
 * {@code explicit_cardinality} any more). A first file that few rows were inserted into would make
 * it build hash tables of the largest table.
 */
final class TypicalFile {

  /** Whatever DuckDB does with fewer rows is quick. */
  private static final long MANY_ROWS = 100_000;

  /** By what factor the first file may be off. */
  private static final double TOLERANCE = 2;

  private TypicalFile() {}

  /** Has a file of about as many rows as files have on average come first where that matters. */
  static void first(List<LiveFile> files) {
    double rows = 0;
    for (LiveFile live : files) {
      rows += live.file().recordCount();
    }
    if (rows < MANY_ROWS) {
      return;
    }
    double average = rows / files.size();
    int best = 0;
    double least = factor(files.get(0), average);
    if (least <= TOLERANCE) {
      return;
    }
    for (int i = 1; i < files.size(); i++) {
      double factor = factor(files.get(i), average);
      if (factor < least) {
        best = i;
        least = factor;
      }
    }
    files.add(0, files.remove(best));
  }

  private static double factor(LiveFile live, double average) {
    double rows = Math.max(1, live.file().recordCount());
    return Math.max(rows / average, average / rows);
  }
}
