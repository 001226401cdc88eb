// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import java.util.Locale;
import java.util.Set;
import org.apache.iceberg.types.Types;

/**
 * A column that a scan reads.
 *
 * @param definition as PostgreSQL has it; null for one that only delete files ask for
 * @param field as the table has it now, or had it where it is dropped
 * @param readName its name among what is read from files
 */
record ScanColumn(ColumnDefinition definition, Types.NestedField field, String readName) {

  /** What DuckDB adds to the columns of a file, which a column of that name would hide. */
  private static final Set<String> VIRTUAL =
      Set.of("filename", "file_row_number", "file_index", "file_size", "rowid");

  /** Whether a file's own name for the column would get in the way. */
  static boolean hidesVirtual(String name) {
    return VIRTUAL.contains(name.toLowerCase(Locale.ROOT));
  }
}
