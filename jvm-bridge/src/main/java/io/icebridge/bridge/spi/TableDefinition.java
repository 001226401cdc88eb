// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A foreign table as PostgreSQL's catalog has it.
 *
 * @param oid 0 for a table that does not exist yet
 * @param columns without dropped ones; empty where they are still to be inferred
 * @param pointer for a table that PostgreSQL's catalog of Iceberg tables keeps, or whose option
 *     {@code table_name} names such a table, which version of it the statement sees; null for any
 *     other, and where only the definition is looked at
 */
public record TableDefinition(
    long oid,
    String schema,
    String name,
    ServerDefinition server,
    Map<String, String> options,
    List<ColumnDefinition> columns,
    TablePointer pointer) {

  public TableDefinition {
    Objects.requireNonNull(server, "server is null");
    options = Map.copyOf(options);
    columns = List.copyOf(columns);
  }

  /** A table that is not in the catalog. */
  public TableDefinition(
      long oid,
      String schema,
      String name,
      ServerDefinition server,
      Map<String, String> options,
      List<ColumnDefinition> columns) {
    this(oid, schema, name, server, options, columns, null);
  }
}
