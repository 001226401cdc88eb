// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;
import java.util.Map;

/** A wrapper that answers IMPORT FOREIGN SCHEMA. */
public interface SchemaImporter extends Wrapper {

  /** Which tables of the schema were asked for. */
  enum Selection {
    ALL,
    LIMIT_TO,
    EXCEPT
  }

  /**
   * What was asked for. PostgreSQL filters by {@code tables} again, so a wrapper may ignore it.
   *
   * @param options those of IMPORT FOREIGN SCHEMA
   */
  record Request(
      ServerDefinition server,
      String schema,
      Selection selection,
      List<String> tables,
      Map<String, String> options) {}

  /** A table to create. */
  record ImportedTable(String name, List<InferredColumn> columns, Map<String, String> options) {}

  List<ImportedTable> importSchema(Request request);
}
