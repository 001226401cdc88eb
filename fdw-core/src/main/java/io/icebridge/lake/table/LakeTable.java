// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.format.FileFormat;
import io.icebridge.lake.format.FileGroup;
import io.icebridge.lake.format.FormatReader;
import io.icebridge.lake.format.SourceColumn;
import io.icebridge.lake.format.TableOptions;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.storage.Storage;
import io.icebridge.lake.type.TypeInference;
import java.util.ArrayList;
import java.util.List;

/**
 * A table over data files.
 *
 * <p>Nothing about the files is kept from one statement to the next except what is bound to their
 * version: the list of files is made when a scan starts.
 */
public final class LakeTable extends EngineTable {

  private final Storage storage;
  private final TableOptions options;
  private final FormatReader reader;
  private final ColumnMatch match;

  /** A table with these options, read by this engine. */
  public LakeTable(Engine engine, Storage storage, TableDefinition definition) {
    super(engine, definition.columns());
    this.storage = storage;
    this.options = TableOptions.of(definition.options());
    this.reader = FormatReader.of(engine, options);
    this.match =
        new ColumnMatch(
            columns(),
            options.filename() ? TableOptions.FILENAME_COLUMN : null,
            options.format() == FileFormat.JSON
                ? "Keys are looked for in the first objects of a large file."
                    + " Set the option sample_rows to -1 to look at all of them."
                : null);
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
  protected EngineQuery query(ScanRequest request, boolean shown) {
    List<DataFile> files = files();
    return new EngineQuery(
        sql(request, files),
        List.of(),
        files,
        files.size(),
        List.of(new ExplainLine("Files", Integer.toString(files.size()))));
  }

  @Override
  public EngineSource source(SourceRequest request) {
    List<DataFile> files = files();
    String counted = request.columns().isEmpty() ? reader.countFrom(files) : null;
    String sql = counted == null ? source(request, match, groups(files)) : counted;
    return new EngineSource(sql, files, files.size());
  }

  private String sql(ScanRequest request, List<DataFile> files) {
    if (request.columns().isEmpty() && request.quals().isEmpty()) {
      String from = reader.countFrom(files);
      if (from != null) {
        return rows(request, from);
      }
    }
    double tableRows = request.sampleRows() > 0 ? reader.estimateRows(files) : 0;
    return rows(request, match, groups(files), tableRows);
  }

  private List<FileGroup> groups(List<DataFile> files) {
    try {
      return reader.groups(files);
    } catch (WrapperException failure) {
      throw FileErrors.naming(files, failure);
    }
  }
}
