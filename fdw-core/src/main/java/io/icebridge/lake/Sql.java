// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.List;

/** Pieces of DuckDB SQL. */
public final class Sql {

  private Sql() {}

  /** A text literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /**
   * A name, always quoted.
   *
   * @throws WrapperException for one with a zero byte, which would end the query: PostgreSQL has no
   *     such names, but a damaged file may
   */
  public static String name(String name) {
    if (name.indexOf('\0') >= 0) {
      throw WrapperException.of(
          SqlState.DATA_CORRUPTED,
          "name of a column has a zero byte: \"" + name.replace('\0', '?') + "\"");
    }
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** A list of text literals. */
  public static String literals(List<String> texts) {
    StringBuilder sql = new StringBuilder("[");
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0) {
        sql.append(", ");
      }
      sql.append(literal(texts.get(i)));
    }
    return sql.append(']').toString();
  }
}
