// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import io.icebridge.bridge.host.Host;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;

/**
 * Errors of a query that DuckDB ran. Those that PostgreSQL may not have, or words in its own way,
 * get an SQLSTATE of class 22 or 0A000, upon which C has PostgreSQL run the query: its rows or its
 * error are right.
 */
final class QueryErrors {

  /** The class of data exceptions, without saying which. */
  private static final String DATA_EXCEPTION = "22000";

  private QueryErrors() {}

  static WrapperException translate(WrapperException failure) {
    String state = failure.sqlState();
    if (state.equals(SqlState.DATA_CORRUPTED)) {
      // It may be a value of an expression as well as a file; PostgreSQL's scan tells.
      return WrapperException.of(DATA_EXCEPTION, failure.getMessage()).causedBy(failure);
    }
    if (state.equals(SqlState.INTERNAL_ERROR)) {
      // An answer is better than none, but nobody should be left to think that this is all right.
      Host.log(Host.Level.WARNING, failure.getMessage() + " (the query runs in PostgreSQL)");
      return WrapperException.unsupported(failure.getMessage()).causedBy(failure);
    }
    return failure;
  }
}
