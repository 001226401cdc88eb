// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * A table that counts its rows itself. Asked only where every qual is {@link QualSupport#EXACT}.
 */
public interface CountPushdown extends Table {

  /** Whether a scan may be asked for the number of these rows instead of the rows. */
  boolean count(ScanRequest request);
}
