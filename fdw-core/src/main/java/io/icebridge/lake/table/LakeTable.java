// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.CountPushdown;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.Explainable;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.LimitPushdown;
import io.icebridge.bridge.spi.QualPushdown;
import io.icebridge.bridge.spi.QualSupport;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.SortKey;
import io.icebridge.bridge.spi.SortPushdown;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.format.FileGroup;
import io.icebridge.lake.format.FormatReader;
import io.icebridge.lake.format.SourceColumn;
import io.icebridge.lake.format.TableOptions;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.storage.Storage;
import io.icebridge.lake.type.TypeInference;
import io.icebridge.pushdown.duckdb.DuckDbExpressions;
import java.util.ArrayList;
import java.util.List;

/**
 * A table over data files.
 *
 * <p>Nothing about the files is kept from one statement to the next except what is bound to their
 * version: the list of files is made when a scan starts.
 */
public final class LakeTable
    implements Explainable, QualPushdown, SortPushdown, LimitPushdown, CountPushdown {

  /** Batches of this many rows are quick to fill and to hand over. */
  private static final long BATCH_ROWS = 8_192;

  /** Where rows are only counted, a batch weighs nothing. */
  private static final long COUNT_BATCH_ROWS = 122_880;

  private final Engine engine;
  private final Storage storage;
  private final TableOptions options;
  private final FormatReader reader;
  private final TableColumns columns;
  private final ColumnMatch match;

  /** A table with these options, read by this engine. */
  public LakeTable(Engine engine, Storage storage, TableDefinition definition) {
    this.engine = engine;
    this.storage = storage;
    this.options = TableOptions.of(definition.options());
    this.reader = FormatReader.of(engine, options);
    this.columns = new TableColumns(definition.columns());
    this.match = new ColumnMatch(options, columns.all());
  }

  /** The columns a table over these files should have. */
  public List<InferredColumn> inferColumns() {
    List<InferredColumn> columns = new ArrayList<>();
    for (SourceColumn column : sources(files())) {
      columns.add(InferredColumn.of(column.name(), TypeInference.infer(column.type())));
    }
    if (options.filename()) {
      columns.add(InferredColumn.of(TableOptions.FILENAME_COLUMN, new InferredType.Named("text")));
    }
    return columns;
  }

  private List<SourceColumn> sources(List<DataFile> files) {
    try {
      return reader.infer(files);
    } catch (WrapperException failure) {
      throw FileErrors.naming(files, failure);
    }
  }

  private List<DataFile> files() {
    List<DataFile> files = new ArrayList<>();
    for (String path : options.paths()) {
      files.addAll(storage.list(path));
    }
    return files;
  }

  @Override
  public Estimate estimate(ScanRequest request) {
    return Estimate.ofRows(reader.estimateRows(files()));
  }

  @Override
  public Cursor scan(ScanRequest request) {
    List<DataFile> files = files();
    boolean counting = request.columns().isEmpty();
    String sql = sql(request, files);
    return LakeCursor.open(
        engine, sql, counting ? COUNT_BATCH_ROWS : BATCH_ROWS, request.analyze(), files);
  }

  private String sql(ScanRequest request, List<DataFile> files) {
    String rows = rowsSql(request, files);
    return request.count() ? "SELECT count(*) FROM (" + rows + ")" : rows;
  }

  private String rowsSql(ScanRequest request, List<DataFile> files) {
    if (request.columns().isEmpty() && request.quals().isEmpty()) {
      String from = reader.countFrom(files);
      if (from != null) {
        return ScanQuery.count(from, request.limit());
      }
    }
    double rows = request.sampleRows() > 0 ? reader.estimateRows(files) : 0;
    return new ScanQuery(columns, match, request, rows).sql(groups(files));
  }

  private List<FileGroup> groups(List<DataFile> files) {
    try {
      return reader.groups(files);
    } catch (WrapperException failure) {
      throw FileErrors.naming(files, failure);
    }
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
    List<DataFile> files = files();
    List<ExplainLine> lines = new ArrayList<>();
    lines.add(new ExplainLine("Files", Integer.toString(files.size())));
    lines.add(new ExplainLine("DuckDB SQL", sql(request, files)));
    return lines;
  }
}
