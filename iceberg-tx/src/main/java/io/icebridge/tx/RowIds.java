// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/**
 * Numbers the rows of one table within a transaction, so that PostgreSQL can name a row by a
 * number: each data file gets a range when it is first met; a row's id is the start of the range
 * plus its position in the file. Safe for use by many threads.
 */
public final class RowIds {

  /** Ids have 48 bits: what a ctid holds. */
  private static final long LIMIT = 1L << 48;

  private final Map<String, Long> bases = new HashMap<>();
  private final List<String> files = new ArrayList<>();
  private long[] starts = new long[16];
  private long next;

  RowIds() {}

  /** The id of a file's first row. */
  public synchronized long base(DataFile file) {
    Long known = bases.get(file.location());
    if (known != null) {
      return known;
    }
    long base = next;
    if (file.recordCount() > LIMIT - base) {
      throw new IllegalStateException("more rows in one transaction than row ids");
    }
    next += file.recordCount();
    bases.put(file.location(), base);
    if (files.size() == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[files.size()] = base;
    files.add(file.location());
    return base;
  }

  /** The location of the file in which a row is. */
  public synchronized String file(long rowId) {
    return files.get(index(rowId));
  }

  /** A row's position in its file, from 0. */
  public synchronized long position(long rowId) {
    return rowId - starts[index(rowId)];
  }

  /** Adds rows to sets of positions by file. */
  public synchronized void collect(
      long[] rowIds, int count, Map<String, PositionDeleteIndex> into) {
    int file = -1;
    long end = -1;
    PositionDeleteIndex positions = null;
    for (int i = 0; i < count; i++) {
      long id = rowIds[i];
      if (file < 0 || id < starts[file] || id >= end) {
        file = index(id);
        end = file + 1 < files.size() ? starts[file + 1] : next;
        positions = into.computeIfAbsent(files.get(file), any -> Positions.empty());
      }
      positions.delete(id - starts[file]);
    }
  }

  private int index(long rowId) {
    if (rowId < 0 || rowId >= next) {
      throw new IllegalArgumentException("no row has the id " + rowId);
    }
    int found = Arrays.binarySearch(starts, 0, files.size(), rowId);
    if (found < 0) {
      return -found - 2;
    }
    // Files without rows share their start with the file after them.
    while (found + 1 < files.size() && starts[found + 1] == rowId) {
      found++;
    }
    return found;
  }
}
