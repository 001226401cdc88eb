// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.Writer;

/** A writer whose rows may also come from a query of DuckDB's, which it runs itself. */
public interface QueryWriter extends Writer {

  /**
   * Runs a query and writes what it returns, at most once, before any rows from PostgreSQL.
   *
   * @return how many rows it will have inserted, changed or removed when it is finished
   * @throws io.icebridge.bridge.spi.WrapperException whatever went wrong; nothing is left of what
   *     was written then, and rows may come from PostgreSQL after all
   */
  long write(WrittenQuery query);
}
