// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers that name rows of Iceberg tables within one transaction: what PostgreSQL takes for
 * their ctid.
 *
 * <p>A data file gets the next free range of numbers, as long as it has rows, when the transaction
 * first meets it; a row's number is the start of that range plus its position in the file. So
 * numbers of one transaction are unique over all its tables, and files are told from a number
 * without asking the table. For the thread that works on the transaction.
 */
final class RowNumbers {

  /** A ctid has room for 2^32 blocks of 65,535 rows. */
  private static final long LIMIT = 0xFFFF_FFFFL * 65_535;

  /**
   * The range of a data file.
   *
   * @param location the data file, as Iceberg's metadata spell it
   * @param first the number of its row at position 0
   * @param records how many rows it holds, deleted ones too
   */
  record Range(String location, long first, long records) {}

  private final Map<String, Range> byLocation = new HashMap<>();
  private final TreeMap<Long, Range> byFirst = new TreeMap<>();
  private long next;

  /** The range of a data file, which stays the same until the transaction ends. */
  Range of(String location, long records) {
    Range range = byLocation.get(location);
    if (range == null) {
      if (LIMIT - next < records) {
        throw WrapperException.of(
                SqlState.STATEMENT_TOO_COMPLEX,
                "too many rows of Iceberg tables read for UPDATE or DELETE in one transaction")
            .withHint("Commit more often.");
      }
      range = new Range(location, next, records);
      byLocation.put(location, range);
      // A file without rows has no range, and no row that could be named.
      if (records > 0) {
        byFirst.put(next, range);
      }
      next += records;
    }
    return range;
  }

  /** The file in whose range a number is. */
  Range containing(long number) {
    Map.Entry<Long, Range> entry = byFirst.floorEntry(number);
    if (entry == null || number - entry.getValue().first() >= entry.getValue().records()) {
      throw WrapperException.of(
          SqlState.INTERNAL_ERROR, "row " + number + " was not read in this transaction");
    }
    return entry.getValue();
  }

  /** Forgets everything; the transaction has ended. */
  void clear() {
    byLocation.clear();
    byFirst.clear();
    next = 0;
  }
}
