// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/** A table that can be looked up by the values of another relation's row, as by an index. */
public interface ParameterizedPaths extends Table {

  /** The lookups worth planning. */
  List<Lookup> lookups();

  /**
   * A set of columns that, compared for equality, find few rows cheaply.
   *
   * @param rows the rows one lookup finds on average
   * @param cost the cost of one lookup, in PostgreSQL's units
   */
  record Lookup(List<String> columns, double rows, double cost) {

    public Lookup {
      columns = List.copyOf(columns);
    }
  }
}
