// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantilesTest {

  @Test
  void rangesSideBySideAreEven() {
    Quantiles quantiles = new Quantiles();
    quantiles.add(10, 20, 100);
    quantiles.add(0, 10, 100);
    assertThat(quantiles.parts(4)).containsExactly(new double[] {0, 5, 10, 15, 20}, within(1e-9));
  }

  @Test
  void rangesThatOverlapAddUp() {
    Quantiles quantiles = new Quantiles();
    quantiles.add(0, 100, 100);
    quantiles.add(40, 60, 100);
    // A fifth of the first range lies below 40, and so does a tenth of all.
    assertThat(quantiles.parts(10)[2]).isEqualTo(40, within(1e-9));
    assertThat(quantiles.parts(10)[8]).isEqualTo(60, within(1e-9));
    assertThat(quantiles.parts(2)[1]).isEqualTo(50, within(1e-9));
  }

  @Test
  void oneValueMayHaveManyParts() {
    Quantiles quantiles = new Quantiles();
    quantiles.add(5, 5, 800);
    quantiles.add(0, 10, 200);
    double[] parts = quantiles.parts(10);
    assertThat(parts[0]).isZero();
    assertThat(parts[10]).isEqualTo(10);
    for (int i = 2; i <= 8; i++) {
      assertThat(parts[i]).isEqualTo(5);
    }
  }

  @Test
  void nothingComesOfNothing() {
    Quantiles quantiles = new Quantiles();
    quantiles.add(Double.NaN, 5, 10);
    quantiles.add(0, Double.POSITIVE_INFINITY, 10);
    quantiles.add(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 10);
    quantiles.add(3, 2, 10);
    quantiles.add(1, 2, 0);
    assertThat(quantiles.parts(5)).isEmpty();
    assertThat(quantiles.total()).isZero();
  }

  @Test
  void whatIsBelowANumber() {
    ValueDistribution values = new ValueDistribution(0, 0, new double[] {0, 5, 5, 5, 10});
    assertThat(values.below(-1)).isZero();
    assertThat(values.below(0)).isZero();
    assertThat(values.below(2.5)).isEqualTo(0.125, within(1e-9));
    assertThat(values.below(5)).isEqualTo(0.25);
    assertThat(values.below(7.5)).isEqualTo(0.875, within(1e-9));
    assertThat(values.below(11)).isEqualTo(1);
    assertThat(new ValueDistribution(0, 0, new double[0]).below(1)).isNegative();
  }
}
