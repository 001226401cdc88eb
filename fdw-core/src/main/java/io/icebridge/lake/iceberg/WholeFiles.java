// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.pushdown.iceberg.IcebergFilters;
import io.icebridge.tx.LiveFile;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;

/** Files of which metrics prove that conditions are true for each of their rows. */
final class WholeFiles {

  private WholeFiles() {}

  /**
   * Whether all rows of all files satisfy the conditions, as their metrics tell.
   *
   * @param quals joined by AND
   * @param schema of the table as the statement sees it
   */
  static boolean satisfy(List<Expression> quals, Schema schema, List<LiveFile> files) {
    if (quals.isEmpty() || files.isEmpty()) {
      return true;
    }
    org.apache.iceberg.expressions.Expression failing = IcebergFilters.failing(quals, schema);
    if (failing == null) {
      return false;
    }
    InclusiveMetricsEvaluator mayFail = new InclusiveMetricsEvaluator(schema, failing);
    return files.stream().noneMatch(live -> mayFail.eval(live.file()));
  }
}
