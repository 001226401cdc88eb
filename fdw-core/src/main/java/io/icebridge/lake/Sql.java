// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import java.util.List;

/** Pieces of DuckDB SQL. */
public final class Sql {

  private Sql() {}

  /** A text literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A name, always quoted. */
  public static String name(String name) {
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
