// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.lake.Sql;
import io.icebridge.lake.format.FileGroup;
import java.util.List;

/** The DuckDB query of a scan. */
final class ScanQuery {

  private final ColumnMatch match;
  private final ScanRequest request;
  private final double tableRows;

  /**
   * A query for that request.
   *
   * @param tableRows about how many rows the table has; only looked at for samples
   */
  ScanQuery(ColumnMatch match, ScanRequest request, double tableRows) {
    this.match = match;
    this.request = request;
    this.tableRows = tableRows;
  }

  /** A query over files when only their number of rows counts. */
  static String count(String from, long limit) {
    return "SELECT 0::TINYINT FROM " + from + (limit >= 0 ? " LIMIT " + limit : "");
  }

  String sql(List<FileGroup> groups) {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < groups.size(); i++) {
      if (i > 0) {
        sql.append(" UNION ALL ");
      }
      select(sql, groups.get(i));
    }
    if (request.limit() >= 0) {
      sql.append(" LIMIT ").append(request.limit());
    }
    return sql.toString();
  }

  private void select(StringBuilder sql, FileGroup group) {
    sql.append("SELECT ");
    List<ColumnDefinition> columns = request.columns();
    if (columns.isEmpty()) {
      sql.append("0::TINYINT");
    }
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        sql.append(", ");
      }
      String expression = match.expression(columns.get(i), group);
      String name = Sql.name(columns.get(i).name());
      sql.append(expression);
      if (!expression.equals(name)) {
        sql.append(" AS ").append(name);
      }
    }
    sql.append(" FROM ").append(group.from());
    sample(sql);
  }

  private void sample(StringBuilder sql) {
    if (request.sampleRows() > 0 && tableRows > 2.0 * request.sampleRows()) {
      // A little more than asked for: the number of rows is a guess.
      double percent = Math.max(0.001, 120.0 * request.sampleRows() / tableRows);
      if (percent < 100) {
        sql.append(" USING SAMPLE ").append(percent).append("% (bernoulli)");
      }
    }
  }
}
