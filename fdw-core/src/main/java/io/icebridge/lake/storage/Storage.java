// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.storage;

import java.util.List;

/**
 * Where data files lie. Differs from Iceberg's {@code FileIO} in that it knows patterns and reads
 * nothing: DuckDB reads the files, and a first query must not load Iceberg's classes.
 */
public interface Storage {

  /**
   * The files a location names, in natural order.
   *
   * @param location an absolute path, which may be a pattern: {@code *} and {@code ?} within a
   *     name, {@code **} for any folders, {@code [a-z]}, {@code {a,b}}
   * @throws io.icebridge.bridge.spi.WrapperException where there are none
   */
  List<DataFile> list(String location);

  /** Whether an absolute path, taken literally, is that of a folder. */
  boolean isFolder(String path);
}
