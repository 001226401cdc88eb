// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.ColumnStatistics;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.Inspectable;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.StatisticsSource;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.format.FileGroup;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.table.ColumnMatch;
import io.icebridge.lake.table.EngineQuery;
import io.icebridge.lake.table.EngineSource;
import io.icebridge.lake.table.EngineTable;
import io.icebridge.lake.table.MetadataAggregate;
import io.icebridge.lake.table.SourceRequest;
import io.icebridge.lake.table.ValueDistribution;
import io.icebridge.lake.type.ColumnNames;
import io.icebridge.pushdown.iceberg.IcebergFilters;
import io.icebridge.tx.LiveFile;
import io.icebridge.tx.RowIds;
import io.icebridge.tx.TableView;
import io.icebridge.tx.Totals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;

/** An Iceberg table that is read: which files a statement sees, and DuckDB's query over them. */
class IcebergTable extends EngineTable implements Inspectable, StatisticsSource {

  private final Supplier<TableView> views;
  private final Supplier<RowIds> rowIds;
  private final NameMappedFiles nameMapped;
  private final KeptDistributions distributions;
  private final ColumnMatch match;

  /**
   * A table.
   *
   * @param views what the present statement sees; asked anew by each
   * @param rowIds the numbers of its rows in this transaction
   * @param nameMapped knows files without field ids
   * @param distributions what is known of the columns of this and other tables
   */
  IcebergTable(
      Engine engine,
      List<ColumnDefinition> columns,
      Supplier<TableView> views,
      Supplier<RowIds> rowIds,
      NameMappedFiles nameMapped,
      KeptDistributions distributions) {
    super(engine, columns);
    this.views = views;
    this.rowIds = rowIds;
    this.nameMapped = nameMapped;
    this.distributions = distributions;
    this.match = new ColumnMatch(columns, null, null);
  }

  private TableView view() {
    return IcebergErrors.reading(views);
  }

  /** The columns of the table in PostgreSQL. */
  List<InferredColumn> inferColumns() {
    List<InferredColumn> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Types.NestedField field : view().schema().columns()) {
      String name = ColumnNames.unique(field.name(), names);
      names.add(name);
      columns.add(
          new InferredColumn(
              name, TypeMapping.postgres(name, field.type()), field.isRequired(), Map.of()));
    }
    return columns;
  }

  @Override
  public String inspect(String subject) {
    TableView view = view();
    return IcebergErrors.reading(() -> new Inspection(view).of(subject));
  }

  @Override
  public Estimate estimate(ScanRequest request) {
    TableView view = view();
    Expression filter = IcebergFilters.of(request.quals(), view.schema());
    return Estimate.ofRows(
        rows(view.totals()), filter == Expressions.alwaysTrue() ? -1 : rows(view, filter));
  }

  /** How many rows are in files that may have some which satisfy a filter. */
  private static double rows(TableView view, Expression filter) {
    double rows = 0;
    for (LiveFile live : IcebergErrors.reading(() -> view.files(filter))) {
      rows += live.file().recordCount();
    }
    return rows;
  }

  @Override
  public ValueDistribution distribution(ColumnDefinition column) {
    if (column.number() == ColumnDefinition.ROW_NUMBER) {
      return null;
    }
    TableView view = view();
    Types.NestedField field = ScanColumns.field(view.schema(), column);
    return distributions.get(
        view,
        field,
        () ->
            ColumnValues.of(
                view, field, IcebergErrors.reading(() -> view.files(Expressions.alwaysTrue()))));
  }

  @Override
  public ColumnStatistics statistics(ColumnDefinition column) {
    ValueDistribution values = distribution(column);
    if (values == null) {
      return null;
    }
    Types.NestedField field = ScanColumns.field(view().schema(), column);
    return new ColumnStatistics(
        values.nullFraction(),
        values.distinctValues(),
        HistogramText.of(values.quantiles(), field.type(), column.type()));
  }

  private static double rows(Totals totals) {
    return Math.max(0, totals.records() - totals.deletedPositions());
  }

  @Override
  protected EngineQuery query(ScanRequest request, boolean shown) {
    TableView view = view();
    Expression filter = IcebergFilters.of(request.quals(), view.schema());
    List<LiveFile> files = IcebergErrors.reading(() -> view.files(filter));
    boolean few =
        request.limit() >= 0
            && !request.count()
            && request.quals().isEmpty()
            && request.order().isEmpty();
    if (few) {
      files = RowCount.enough(files, request.limit());
    }
    List<ExplainLine> lines = shown ? lines(view, files) : List.of();
    List<byte[]> parameters = new ArrayList<>();
    boolean onlyCounted =
        request.columns().isEmpty() && WholeFiles.satisfy(request.quals(), view.schema(), files);
    long known = onlyCounted ? RowCount.of(files) : RowCount.UNKNOWN;
    if (known != RowCount.UNKNOWN) {
      String rows =
          request.count() ? "SELECT " + known + "::BIGINT" : rows(request, "range(" + known + ")");
      return new EngineQuery(rows, parameters, List.of(), files.size(), lines);
    }
    List<FileGroup> groups = groups(view, files, needed(request), parameters, shown, false);
    List<DataFile> read = read(groups, files.size());
    double tableRows = request.sampleRows() > 0 ? rows(view.totals()) : 0;
    return new EngineQuery(
        rows(request, match, groups, tableRows), parameters, read, total(view, files), lines);
  }

  @Override
  public EngineSource source(SourceRequest request) {
    TableView view = view();
    Expression filter = IcebergFilters.of(request.quals(), view.schema());
    List<LiveFile> files = IcebergErrors.reading(() -> view.files(filter));
    List<FileGroup> groups =
        groups(view, files, request.columns(), request.parameters(), request.shown(), true);
    return new EngineSource(
        source(request, match, groups), read(groups, files.size()), total(view, files));
  }

  /** How many files the table has, of which these are some. */
  private static int total(TableView view, List<LiveFile> files) {
    return (int) Math.max(view.totals().files(), files.size());
  }

  @Override
  public String fromMetadata(
      List<MetadataAggregate> aggregates,
      List<io.icebridge.bridge.spi.expression.Expression> quals) {
    TableView view = view();
    Expression filter = IcebergFilters.of(quals, view.schema());
    List<LiveFile> files = IcebergErrors.reading(() -> view.files(filter));
    return WholeFiles.satisfy(quals, view.schema(), files)
        ? MetadataAnswer.sql(aggregates, view.schema(), files)
        : null;
  }

  /** The files in groups, each of which is one branch of a query. */
  private List<FileGroup> groups(
      TableView view,
      List<LiveFile> files,
      List<ColumnDefinition> needed,
      List<byte[]> parameters,
      boolean shown,
      boolean whole) {
    ScanColumns columns = new ScanColumns(view.metadata(), view.schema(), needed);
    BranchQuery branches =
        new BranchQuery(
            columns, view.metadata(), view.io(), rowIds.get(), parameters, shown, whole);
    List<FileGroup> groups = new ArrayList<>();
    Map<String, Map<Integer, String>> names = nameMapped.names(view.metadata(), files);
    for (Branch branch : Branch.of(files, columns, view.metadata(), names)) {
      groups.add(branches.group(branch));
    }
    return groups;
  }

  private static List<DataFile> read(List<FileGroup> groups, int files) {
    List<DataFile> read = new ArrayList<>(files);
    for (FileGroup group : groups) {
      read.addAll(group.files());
    }
    return read;
  }

  private static List<ExplainLine> lines(TableView view, List<LiveFile> files) {
    Set<String> deletes = new HashSet<>();
    for (LiveFile live : files) {
      for (DeleteFile delete : live.deletes()) {
        deletes.add(delete.location() + " " + delete.contentOffset());
      }
    }
    List<ExplainLine> lines = new ArrayList<>();
    lines.add(new ExplainLine("Files", files.size() + " of " + total(view, files)));
    if (!deletes.isEmpty()) {
      lines.add(new ExplainLine("Delete Files", Integer.toString(deletes.size())));
    }
    return lines;
  }
}
