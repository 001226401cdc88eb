// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.SortKey;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.lake.format.FileGroup;
import io.icebridge.pushdown.duckdb.DuckDbExpressions;
import java.util.List;

/**
 * The DuckDB query of a scan.
 *
 * <p>Where the files' columns already have the table's types, it reads them directly. Otherwise a
 * derived table gives every column its PostgreSQL name and type first, in one branch for each group
 * of files, and the rest of the query looks at that.
 */
final class ScanQuery {

  private final TableColumns columns;
  private final ColumnMatch match;
  private final ScanRequest request;
  private final double tableRows;

  /**
   * A query for that request.
   *
   * @param tableRows about how many rows the table has; only looked at for samples
   */
  ScanQuery(TableColumns columns, ColumnMatch match, ScanRequest request, double tableRows) {
    this.columns = columns;
    this.match = match;
    this.request = request;
    this.tableRows = tableRows;
  }

  /** A query over files when only their number of rows counts. */
  static String count(String from, long limit) {
    return "SELECT 0::TINYINT FROM " + from + (limit >= 0 ? " LIMIT " + limit : "");
  }

  String sql(List<FileGroup> groups) {
    if (groups.isEmpty()) {
      return nothing();
    }
    TableRows rows = new TableRows(columns, match, columns.needed(request), groups);
    StringBuilder sql = new StringBuilder("SELECT ");
    appendOutput(sql);
    sql.append(" FROM ");
    // A sample is taken of what WHERE leaves, which is nothing less here: samples have no quals.
    sql.append(rows.sampled(sample()));
    appendWhere(sql);
    appendOrder(sql);
    if (request.limit() >= 0) {
      sql.append(" LIMIT ").append(request.limit());
    }
    return sql.toString();
  }

  /** No rows; columns of no type are as good as of any, but row numbers have to be numbers. */
  private String nothing() {
    StringBuilder sql = new StringBuilder("SELECT NULL");
    for (int i = 0; i < request.columns().size(); i++) {
      sql.append(i == 0 ? "" : ", NULL");
      if (request.columns().get(i).number() < 0) {
        sql.append("::BIGINT");
      }
    }
    return sql.append(" WHERE false").toString();
  }

  private void appendOutput(StringBuilder sql) {
    if (request.columns().isEmpty()) {
      sql.append("0::TINYINT");
    }
    for (int i = 0; i < request.columns().size(); i++) {
      sql.append(i == 0 ? "" : ", ").append(columns.sqlName(request.columns().get(i)));
    }
  }

  private void appendWhere(StringBuilder sql) {
    String conjunction = " WHERE ";
    for (Expression qual : request.quals()) {
      sql.append(conjunction).append(DuckDbExpressions.toSql(qual, columns::sqlName));
      conjunction = " AND ";
    }
  }

  private void appendOrder(StringBuilder sql) {
    for (int i = 0; i < request.order().size(); i++) {
      SortKey key = request.order().get(i);
      sql.append(i == 0 ? " ORDER BY " : ", ");
      sql.append(columns.sqlName(columns.named(key.column())));
      sql.append(key.descending() ? " DESC" : " ASC");
      sql.append(key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
    }
  }

  private String sample() {
    if (request.sampleRows() <= 0 || tableRows <= 2.0 * request.sampleRows()) {
      return "";
    }
    // A little more than asked for: the number of rows is a guess.
    double percent = Math.max(0.001, 120.0 * request.sampleRows() / tableRows);
    return percent < 100 ? " TABLESAMPLE bernoulli(" + percent + "%)" : "";
  }
}
