// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/**
 * What is known of a column's values, for PostgreSQL's planner. All of it is taken for a guess.
 *
 * @param nullFraction the part of the rows in which the column is NULL, 0 to 1
 * @param distinctValues how many different values there are; 0 where that is not known
 * @param histogram values that part those that are not NULL into groups of the same size, the least
 *     and the greatest included, ascending in the order of the column's type; in the text form of
 *     the type under ISO date style. Empty where nothing is known
 */
public record ColumnStatistics(double nullFraction, double distinctValues, List<String> histogram) {

  public ColumnStatistics {
    histogram = List.copyOf(histogram);
  }
}
