// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * A table that can stop after a number of rows. Asked only where every qual is {@link
 * QualSupport#EXACT}.
 */
public interface LimitPushdown extends Table {

  /**
   * Whether a scan with this limit returns no more than that many rows, the first ones in the
   * request's order.
   */
  boolean limit(ScanRequest request);
}
