// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;

/** Values that a table stores as DuckDB has them, but for blanks at the end of a char(n). */
final class StoredValues {

  private StoredValues() {}

  static Operand stored(Operand value, PostgresType type) throws NotShippable {
    if (value.type() == null || !isStoredAsItIs(value.type())) {
      throw new NotShippable(
          "a value of type " + type.display() + " is not stored as DuckDB has it");
    }
    return value;
  }

  private static boolean isStoredAsItIs(DuckDbType type) {
    return switch (type.family()) {
      // Intervals are PostgreSQL's text, which DuckDB does not write.
      case INTERVAL -> false;
      case LIST ->
          type.element().family() != DuckDbType.Family.PADDED && isStoredAsItIs(type.element());
      default -> true;
    };
  }
}
