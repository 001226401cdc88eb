// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import java.util.Arrays;

/**
 * How a column's values are distributed, as far as metadata tell. Values are numbers, in the order
 * of the column's type: days, microseconds, or what they are.
 *
 * @param nullFraction the part of the rows in which the column is NULL
 * @param distinctValues how many different values there are; 0 where that is not known
 * @param quantiles values that part the others into groups of the same size, the least and the
 *     greatest included; empty where nothing is known, else at least two. Never changed
 */
public record ValueDistribution(double nullFraction, double distinctValues, double[] quantiles) {

  /** The part of the values that are not NULL which are less than a number; -1 if not known. */
  public double below(double value) {
    if (quantiles.length == 0) {
      return -1;
    }
    int parts = quantiles.length - 1;
    int at = Arrays.binarySearch(quantiles, value);
    if (at < 0) {
      int after = -at - 1;
      if (after == 0 || after > parts) {
        return after == 0 ? 0 : 1;
      }
      double low = quantiles[after - 1];
      return (after - 1 + (value - low) / (quantiles[after] - low)) / parts;
    }
    int first = at;
    while (first > 0 && quantiles[first - 1] == value) {
      first--;
    }
    return (double) first / parts;
  }
}
