// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Quantiles of values of which only ranges are known: in each they are taken for even. */
public final class Quantiles {

  /** What happens at a number: values that all are it, or a range that begins or ends. */
  private record Step(double at, double values, double density) {}

  private final List<Step> steps = new ArrayList<>();
  private double total;

  /** Adds values between two numbers, these included. */
  public void add(double least, double greatest, double values) {
    double width = greatest - least;
    // Not for NaN, nor for infinities.
    if (!(values > 0 && width >= 0 && width <= Double.MAX_VALUE)) {
      return;
    }
    total += values;
    if (width == 0) {
      steps.add(new Step(least, values, 0));
    } else {
      double density = values / width;
      steps.add(new Step(least, 0, density));
      steps.add(new Step(greatest, 0, -density));
    }
  }

  /** How many values were added. */
  public double total() {
    return total;
  }

  /**
   * Numbers that part the values into as many groups of the same size, ascending, one more than
   * parts; none where there are no values.
   */
  public double[] parts(int parts) {
    if (steps.isEmpty()) {
      return new double[0];
    }
    steps.sort(Comparator.comparingDouble(Step::at));
    double[] quantiles = new double[parts + 1];
    int next = 1;
    double passed = 0;
    double density = 0;
    double at = steps.get(0).at;
    quantiles[0] = at;
    for (Step step : steps) {
      double between = Math.max(0, density) * (step.at - at);
      for (; next < parts && total * next / parts < passed + between; next++) {
        quantiles[next] = at + (total * next / parts - passed) / density;
      }
      passed += between + step.values;
      for (; next < parts && total * next / parts < passed; next++) {
        quantiles[next] = step.at;
      }
      density += step.density;
      at = step.at;
    }
    // What rounding has left over, and the greatest.
    for (; next <= parts; next++) {
      quantiles[next] = at;
    }
    return quantiles;
  }
}
