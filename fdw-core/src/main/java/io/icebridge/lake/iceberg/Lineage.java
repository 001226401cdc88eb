// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.tx.LiveFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/**
 * Row lineage of format 3: a row that moves to another file keeps its id, and, if it is not
 * changed, the sequence number of its last change. Both are columns of the new file; in the file
 * where a row was inserted they are inherited.
 */
final class Lineage {

  private static final int FIRST_FORMAT_VERSION = 3;

  private static final List<Types.NestedField> FIELDS =
      List.of(MetadataColumns.ROW_ID, MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER);

  private Lineage() {}

  /**
   * The columns of files for rows that were in others before. A table with columns of those names
   * has no lineage.
   */
  static Schema moved(Schema schema, int formatVersion) {
    if (formatVersion < FIRST_FORMAT_VERSION) {
      return schema;
    }
    List<Types.NestedField> fields = new ArrayList<>(schema.columns());
    for (Types.NestedField field : FIELDS) {
      if (schema.caseInsensitiveFindField(field.name()) != null) {
        return schema;
      }
      fields.add(field);
    }
    return new Schema(fields);
  }

  static boolean isRowId(Types.NestedField field) {
    return field.fieldId() == MetadataColumns.ROW_ID.fieldId();
  }

  static boolean isLastUpdated(Types.NestedField field) {
    return field.fieldId() == MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER.fieldId();
  }

  static boolean isPart(Types.NestedField field) {
    return isRowId(field) || isLastUpdated(field);
  }

  /**
   * The value of one of its columns for a row: the file's own, or what the row inherits from it.
   * Rows that were inserted in the same transaction have none yet.
   *
   * @param own the value in the file, in SQL
   * @param rows the alias of the call that reads the files
   */
  static String value(Types.NestedField field, String own, List<LiveFile> files, String rows) {
    List<String> inherited = new ArrayList<>(files.size());
    for (LiveFile live : files) {
      Long first = live.file().firstRowId();
      Long value = first == null || isRowId(field) ? first : live.file().dataSequenceNumber();
      inherited.add("CAST(" + (value == null ? "NULL" : value) + " AS BIGINT)");
    }
    String position = isRowId(field) ? " + " + rows + ".file_row_number" : "";
    return "coalesce(" + own + ", " + FileLists.pick(inherited, rows) + position + ")";
  }
}
