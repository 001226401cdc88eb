// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * A table that can be scanned.
 *
 * <p>May also implement {@link QualPushdown}, {@link SortPushdown}, {@link LimitPushdown}, {@link
 * ParameterizedPaths}, {@link RepeatedScans}, {@link CountPushdown}, {@link StatisticsSource},
 * {@link Explainable}, {@link Inspectable}, {@link Procedures} and {@link WritableTable} or {@link
 * ManagedTable}.
 */
public interface Table {

  /** Guesses the size and cost of a scan. Called once per plan; must be quick. */
  Estimate estimate(ScanRequest request);

  /**
   * Starts a scan. Parameters in the request's quals have become constants.
   *
   * @return a cursor whose stream has exactly {@link ScanRequest#columns()}, in that order
   */
  Cursor scan(ScanRequest request);
}
