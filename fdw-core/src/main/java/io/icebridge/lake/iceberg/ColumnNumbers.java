// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;

/** Finds columns by their numbers. */
final class ColumnNumbers {

  private ColumnNumbers() {}

  /** Those with these numbers, in their order; all must be there. */
  static List<ColumnDefinition> find(List<ColumnDefinition> columns, List<Integer> numbers) {
    List<ColumnDefinition> found = new ArrayList<>(numbers.size());
    for (int number : numbers) {
      found.add(
          columns.stream()
              .filter(column -> column.number() == number)
              .findAny()
              .orElseThrow(() -> new IllegalArgumentException("there is no column " + number)));
    }
    return found;
  }
}
