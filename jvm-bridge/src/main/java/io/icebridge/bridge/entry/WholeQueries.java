// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.Writer;
import java.util.List;
import java.util.Map;

/**
 * Carries out queries over several tables at once. The requests are described in the architecture
 * page ({@code query.plan}, {@code query.open}, {@code query.explain}).
 *
 * <p>Called by one thread at a time, rarely by another one than the last time.
 */
public interface WholeQueries {

  /**
   * Finds the parts of a query that can run outside of PostgreSQL.
   *
   * @param tables the foreign tables of the query, by oid
   * @param answer takes {@code blocks} and {@code notes}; where the request has a member {@code
   *     write}, {@code written} instead of blocks: whether {@link #write} can do what it says
   */
  void plan(JsonNode request, Map<Long, Table> tables, ObjectNode answer);

  /**
   * Begins to run a part of a query that {@link #plan} found.
   *
   * @return the caller's to close
   */
  Cursor open(JsonNode request, Map<Long, Table> tables);

  /**
   * Takes rows of PostgreSQL's that a part of a query reads, until {@link #unload}. Requests of
   * {@link #open} name them by their number.
   *
   * @param rows their number, not used before
   * @param arrowArrayStream the address of a stream, which lives as long as this call unless it is
   *     moved
   * @param columns how many it has
   */
  void load(long rows, long arrowArrayStream, int columns);

  /** Forgets rows; may come while these are being loaded, if that was canceled, or for none. */
  void unload(long rows);

  /**
   * Has a table's writer write what a whole query returns, without its rows passing through
   * PostgreSQL.
   *
   * @param writer just opened; after an error of the query it still takes rows from PostgreSQL
   * @return how many rows it inserts, changes or removes when it is finished
   */
  long write(JsonNode request, Map<Long, Table> tables, Writer writer);

  /** What EXPLAIN shows of such a part. */
  List<ExplainLine> explain(JsonNode request, Map<Long, Table> tables);
}
