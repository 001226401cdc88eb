// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.Map;
import java.util.Objects;

/**
 * A column of a foreign table.
 *
 * @param number its attribute number, from 1; dropped columns leave gaps
 */
public record ColumnDefinition(
    String name, int number, PostgresType type, boolean notNull, Map<String, String> options) {

  public ColumnDefinition {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(type, "type is null");
    options = Map.copyOf(options);
  }
}
