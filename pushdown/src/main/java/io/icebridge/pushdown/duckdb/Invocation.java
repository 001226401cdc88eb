// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.pushdown.duckdb.AllowList.Entry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A call of something on the allow-list.
 *
 * @param types declared types of the operands, which may be pseudo-types
 * @param type of the result
 * @param collation null where none matters
 */
record Invocation(
    Entry entry,
    List<PostgresType> types,
    List<Expression> arguments,
    PostgresType type,
    Collation collation) {

  /** The same call by another spelling. */
  Invocation spelled(String spelling) {
    Entry other =
        new Entry(
            entry.kind(),
            entry.name(),
            entry.operands(),
            entry.conditions(),
            spelling,
            entry.result());
    return new Invocation(other, types, arguments, type, collation);
  }

  /** For messages, e.g. {@code function lower(text)}. */
  String described() {
    return described(entry.kind().name().toLowerCase(Locale.ROOT), entry.name(), types);
  }

  static String described(String kind, String name, List<PostgresType> types) {
    return types.stream()
        .map(PostgresType::display)
        .collect(Collectors.joining(", ", kind + " " + name + "(", ")"));
  }
}
