// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.pushdown.QueryTree;

/** Reads whole queries and finds what of them runs in DuckDB. Pure, safe from any thread. */
public final class DuckDbQueries {

  private DuckDbQueries() {}

  /**
   * Reads and plans the query of a request, as the architecture page describes it: {@code query},
   * {@code facts}, {@code relations}. Relations whose {@code kind} is {@code lake} can be read by
   * DuckDB; where another kind comes with a {@code reason}, that is part of the note.
   */
  public static PreparedQuery read(JsonNode request) {
    return new PreparedQuery(QueryTree.read(request), false);
  }

  /**
   * The same of a query whose rows are written to a table where it runs: it runs in DuckDB as a
   * whole, with all its targets in the form in which a table stores them, or not at all.
   */
  public static PreparedQuery readWritten(JsonNode request) {
    return new PreparedQuery(QueryTree.read(request), true);
  }
}
