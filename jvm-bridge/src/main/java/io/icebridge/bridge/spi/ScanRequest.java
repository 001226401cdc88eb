// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import io.icebridge.bridge.spi.expression.Expression;
import java.util.List;

/**
 * What a scan is asked for.
 *
 * @param columns the columns to return, in order; may be empty where only the number of rows counts
 * @param quals conditions joined by AND, of which the wrapper applies those it answered {@link
 *     QualSupport#EXACT} or {@link QualSupport#PRUNE} for; others are not passed
 * @param order the order the wrapper said it returns; empty for none
 * @param limit the most rows that are needed, or -1; only set where the wrapper agreed
 * @param sampleRows where positive, any sample of about that many rows will do (for ANALYZE)
 * @param count whether only the number of rows is asked for: the stream then has one row with one
 *     {@code bigint} column; only set where the wrapper agreed, see {@link CountPushdown}
 * @param analyze whether {@link Cursor#statistics} will be asked for
 */
public record ScanRequest(
    List<ColumnDefinition> columns,
    List<Expression> quals,
    List<SortKey> order,
    long limit,
    long sampleRows,
    boolean count,
    boolean analyze) {

  public ScanRequest {
    columns = List.copyOf(columns);
    quals = List.copyOf(quals);
    order = List.copyOf(order);
  }

  /** A request for rows. */
  public ScanRequest(
      List<ColumnDefinition> columns,
      List<Expression> quals,
      List<SortKey> order,
      long limit,
      long sampleRows,
      boolean analyze) {
    this(columns, quals, order, limit, sampleRows, false, analyze);
  }
}
