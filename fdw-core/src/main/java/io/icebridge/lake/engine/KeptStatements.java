// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.duckdb.DuckDBAccess;

/**
 * Prepared statements that a connection keeps for when the same text comes again: parsing it and
 * opening its files takes DuckDB longer than a small query itself.
 *
 * <p>A statement remembers what its files were like when it was prepared, so it serves only as long
 * as they are the same.
 */
final class KeptStatements {

  /** Each holds files open. */
  private static final int MOST = 4;

  /** Statements over so many files, or so long, would take much memory and rarely come again. */
  private static final int LONGEST = 16 << 10;

  private record Kept(String sql, String version, ByteBuffer statement) {}

  // The one used last comes first.
  private final ArrayDeque<Kept> statements = new ArrayDeque<>(MOST);

  /** A statement for the caller to use and to put back or release; null where there is none. */
  ByteBuffer take(String sql, String version) {
    Iterator<Kept> iterator = statements.iterator();
    while (iterator.hasNext()) {
      Kept kept = iterator.next();
      if (kept.sql().equals(sql)) {
        iterator.remove();
        if (kept.version().equals(version)) {
          return kept.statement();
        }
        DuckDBAccess.release(kept.statement());
        return null;
      }
    }
    return null;
  }

  /** Takes over a statement that nobody uses. */
  void put(String sql, String version, ByteBuffer statement) {
    if (sql.length() + version.length() > LONGEST) {
      DuckDBAccess.release(statement);
      return;
    }
    if (statements.size() == MOST) {
      DuckDBAccess.release(statements.removeLast().statement());
    }
    statements.addFirst(new Kept(sql, version, statement));
  }

  void releaseAll() {
    while (!statements.isEmpty()) {
      DuckDBAccess.release(statements.removeFirst().statement());
    }
  }
}
