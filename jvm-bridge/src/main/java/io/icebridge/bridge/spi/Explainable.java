// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/** A table that tells EXPLAIN what a scan does. */
public interface Explainable extends Table {

  /** What the scan would do. Parameters may still be unknown here. */
  List<ExplainLine> explain(ScanRequest request, boolean verbose);
}
