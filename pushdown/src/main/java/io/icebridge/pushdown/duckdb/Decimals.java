// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import java.math.BigDecimal;

/** The DECIMAL that holds a numeric constant exactly. */
final class Decimals {

  private Decimals() {}

  static DuckDbType typeOf(String text) throws NotShippable {
    if (text.equals("NaN") || text.endsWith("Infinity")) {
      throw new NotShippable("DuckDB's DECIMAL has no " + text);
    }
    BigDecimal value = new BigDecimal(text);
    int precision = Math.max(value.precision(), value.scale());
    if (precision > DuckDbType.MAXIMUM_PRECISION) {
      throw new NotShippable("numeric constant " + text + " has more than 38 digits");
    }
    return DuckDbType.decimal(precision, value.scale());
  }
}
