// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.storage.DataFile;
import java.util.List;

/** What DuckDB has to be told to read files of one format. */
public interface FormatReader {

  /**
   * A call that reads the files when only their number of rows matters; null where {@link #groups}
   * must be asked for that too.
   */
  String countFrom(List<DataFile> files);

  /**
   * The files with their columns, together where these are the same. Remembers what it learns as
   * long as the files do not change.
   */
  List<FileGroup> groups(List<DataFile> files);

  /** The columns a table over the files should have, with the types of their values. */
  List<SourceColumn> infer(List<DataFile> files);

  /** About how many rows the files have. */
  double estimateRows(List<DataFile> files);

  /** The reader for a table with these options. */
  static FormatReader of(io.icebridge.lake.engine.Engine engine, TableOptions options) {
    switch (options.format()) {
      case PARQUET:
        return new ParquetReader(engine, options);
      case CSV:
        return new CsvReader(engine, options);
      default:
        return new JsonReader(engine, options);
    }
  }
}
