// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A column of a foreign table.
 *
 * @param number its attribute number, from 1; dropped columns leave gaps. -1 is the {@link
 *     #rowNumber()}
 */
public record ColumnDefinition(
    String name, int number, PostgresType type, boolean notNull, Map<String, String> options) {

  /** The number of {@link #rowNumber()}: PostgreSQL's of the system column of this name. */
  public static final int ROW_NUMBER = -1;

  private static final PostgresType BIGINT =
      new PostgresType(
          20, "pg_catalog", "int8", -1, "bigint", PostgresType.Kind.BASE, null, List.of());

  public ColumnDefinition {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(type, "type is null");
    options = Map.copyOf(options);
  }

  /**
   * The synthetic column {@code ctid}, a number the wrapper gives to each row for the time of a
   * transaction: never null, not negative, below 65,535 · (2³² − 1). As {@link WritableTable#rowId}
   * it costs no column of the table.
   */
  public static ColumnDefinition rowNumber() {
    return new ColumnDefinition("ctid", ROW_NUMBER, BIGINT, true, Map.of());
  }
}
