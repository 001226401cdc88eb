// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.CountPushdown;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.Explainable;
import io.icebridge.bridge.spi.LimitPushdown;
import io.icebridge.bridge.spi.QualPushdown;
import io.icebridge.bridge.spi.QualSupport;
import io.icebridge.bridge.spi.RepeatedScans;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.SortKey;
import io.icebridge.bridge.spi.SortPushdown;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.format.FileGroup;
import io.icebridge.pushdown.duckdb.DuckDbExpressions;
import java.util.ArrayList;
import java.util.List;

/** A table that DuckDB scans: what all have in common, whatever tells them their files. */
public abstract class EngineTable
    implements Explainable,
        QualPushdown,
        SortPushdown,
        LimitPushdown,
        CountPushdown,
        RepeatedScans {

  /** Batches of this many rows are quick to fill and to hand over. */
  private static final long BATCH_ROWS = 8_192;

  /** Where rows are only counted, a batch weighs nothing. */
  private static final long COUNT_BATCH_ROWS = 122_880;

  private final Engine engine;
  private final TableColumns columns;

  protected EngineTable(Engine engine, List<ColumnDefinition> columns) {
    this.engine = engine;
    this.columns = new TableColumns(columns);
  }

  /**
   * What a scan has DuckDB do now.
   *
   * @param shown whether the query will be shown to people, not run
   */
  protected abstract EngineQuery query(ScanRequest request, boolean shown);

  /**
   * The table as a part of a query over several: its files are found now.
   *
   * @throws io.icebridge.bridge.spi.WrapperException where a file cannot be read as the table's
   *     columns say
   */
  public abstract EngineSource source(SourceRequest request);

  /** About how many rows there are. */
  public final double estimatedRows() {
    return estimate(new ScanRequest(List.of(), List.of(), List.of(), -1, 0, false)).tableRows();
  }

  /** How a column's values are distributed; null where nothing is known without reading them. */
  public ValueDistribution distribution(ColumnDefinition column) {
    return null;
  }

  /**
   * A DuckDB query that answers from metadata alone; null where files have to be read.
   *
   * @param aggregates over the rows that satisfy the quals, in the order of the query's columns
   * @param quals joined by AND; none for all rows. They may have parameters, which leave the answer
   *     open
   */
  public String fromMetadata(List<MetadataAggregate> aggregates, List<Expression> quals) {
    return null;
  }

  /**
   * Why DuckDB cannot be asked about this table together with others; null where it can. A sentence
   * without full stop.
   */
  public final String reasonAlone() {
    if (!columns.areDistinct()) {
      return "names of columns differ only in case, which DuckDB does not tell apart";
    }
    ColumnDefinition unchecked = valuesFit() ? null : columns.uncheckedByDuckDb();
    return unchecked == null
        ? null
        : "type "
            + unchecked.type().display()
            + " of column \""
            + unchecked.name()
            + "\" asks for a check that PostgreSQL makes when it gets the value";
  }

  /**
   * Whether all values are known to fit the types of the columns, lengths, fractions of seconds and
   * domains included.
   */
  protected boolean valuesFit() {
    return false;
  }

  /** The rows of groups of files for {@link #source}. */
  protected final String source(SourceRequest request, ColumnMatch match, List<FileGroup> groups) {
    return groups.isEmpty()
        ? NoRows.sql(columns, request.columns())
        : new TableRows(columns, match, request.columns(), groups).unnamed();
  }

  /** The engine that scans this table. */
  public final Engine engine() {
    return engine;
  }

  /** The columns as PostgreSQL has them. */
  protected final List<ColumnDefinition> columns() {
    return columns.all();
  }

  /** The columns a scan looks at, each once, those it returns first. */
  protected final List<ColumnDefinition> needed(ScanRequest request) {
    return columns.needed(request);
  }

  /**
   * The query for rows, or for their number.
   *
   * @param match finds the table's columns in the groups
   * @param tableRows about how many rows the table has; only looked at for samples
   */
  protected final String rows(
      ScanRequest request, ColumnMatch match, List<FileGroup> groups, double tableRows) {
    return counted(request, new ScanQuery(columns, match, request, tableRows).sql(groups));
  }

  /** The query where only the number of rows matters and there are no quals. */
  protected final String rows(ScanRequest request, String from) {
    return counted(request, ScanQuery.count(from, request.limit()));
  }

  private static String counted(ScanRequest request, String rows) {
    return request.count() ? "SELECT count(*) FROM (" + rows + ")" : rows;
  }

  @Override
  public Cursor scan(ScanRequest request) {
    boolean counting = request.columns().isEmpty();
    return LakeCursor.open(
        engine,
        query(request, false),
        counting ? COUNT_BATCH_ROWS : BATCH_ROWS,
        request.analyze(),
        needsAllThreads(request));
  }

  /** Whether DuckDB looks at many rows before it gives out the first. */
  private static boolean needsAllThreads(ScanRequest request) {
    return !request.order().isEmpty() || request.count() && !request.quals().isEmpty();
  }

  @Override
  public QualSupport support(Expression qual) {
    return DuckDbExpressions.shippable(qual) ? QualSupport.EXACT : QualSupport.NONE;
  }

  @Override
  public String reason(Expression qual) {
    return DuckDbExpressions.reasonNotShippable(qual);
  }

  @Override
  public int sortPrefix(List<SortKey> keys) {
    int prefix = 0;
    while (prefix < keys.size() && SortOrder.isShared(columns, keys.get(prefix))) {
      prefix++;
    }
    return prefix;
  }

  @Override
  public boolean limit(ScanRequest request) {
    return true;
  }

  @Override
  public boolean count(ScanRequest request) {
    return true;
  }

  @Override
  public List<ExplainLine> explain(ScanRequest request, boolean verbose) {
    EngineQuery query = query(request, true);
    List<ExplainLine> lines = new ArrayList<>(query.lines());
    lines.add(new ExplainLine("DuckDB SQL", query.sql()));
    return lines;
  }
}
