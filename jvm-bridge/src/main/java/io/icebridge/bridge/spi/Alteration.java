// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import io.icebridge.bridge.spi.expression.Expression;
import java.util.List;
import java.util.Map;

/**
 * What a table's definition was before it became another.
 *
 * @param columns the columns. They are told apart by number: one that is gone was dropped, one that
 *     is new was added.
 * @param options the options of the table
 * @param defaults by number the values, never null, that the rows there are have in new columns
 */
public record Alteration(
    List<ColumnDefinition> columns,
    Map<String, String> options,
    Map<Integer, Expression.Constant> defaults) {

  public Alteration {
    columns = List.copyOf(columns);
    options = Map.copyOf(options);
    defaults = Map.copyOf(defaults);
  }
}
