// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Tells which data files may be read by the names of columns instead of their field ids, which is
 * quicker.
 *
 * <p>That is right where every schema the table ever had gives a column the same name and type, and
 * gives that name to no other column, and where the file certainly has the column. So it needs the
 * whole history of schemas, which maintenance by other engines may have thinned out.
 */
final class ColumnHistory {

  private final List<Schema> schemas;
  private final boolean usable;

  /** The leaves of columns that look the same in every schema; null for others. */
  private final Map<Integer, List<Integer>> steady = new HashMap<>();

  ColumnHistory(TableMetadata metadata) {
    this.schemas = metadata.schemas();
    this.usable =
        isComplete(metadata)
            && !metadata.properties().containsKey(TableProperties.DEFAULT_NAME_MAPPING);
  }

  private static boolean isComplete(TableMetadata metadata) {
    int highestSchema = -1;
    int highestColumn = 0;
    for (Schema schema : metadata.schemas()) {
      highestSchema = Math.max(highestSchema, schema.schemaId());
      highestColumn = Math.max(highestColumn, schema.highestFieldId());
    }
    return highestSchema == metadata.schemas().size() - 1
        && highestColumn >= metadata.lastColumnId();
  }

  /** Whether these columns of that file are found by their names. */
  boolean readableByName(DataFile file, List<ScanColumn> columns) {
    for (ScanColumn column : columns) {
      List<Integer> leaves = usable ? steadyLeaves(column.field()) : null;
      if (leaves == null || !isIn(file, column.field(), leaves)) {
        return false;
      }
    }
    return true;
  }

  private List<Integer> steadyLeaves(Types.NestedField field) {
    if (!steady.containsKey(field.fieldId())) {
      steady.put(field.fieldId(), looksTheSameEverywhere(field) ? leaves(field) : null);
    }
    return steady.get(field.fieldId());
  }

  private static List<Integer> leaves(Types.NestedField field) {
    if (field.type().isPrimitiveType()) {
      return List.of(field.fieldId());
    }
    List<Integer> leaves = new ArrayList<>();
    for (Types.NestedField child : field.type().asNestedType().fields()) {
      leaves.addAll(leaves(child));
    }
    return leaves;
  }

  private boolean looksTheSameEverywhere(Types.NestedField field) {
    boolean readable =
        isPlainName(field.name())
            && !ScanColumn.hidesVirtual(field.name())
            // Columns of no type are not written.
            && field.type().typeId() != Type.TypeID.UNKNOWN;
    if (!readable) {
      return false;
    }
    for (Schema schema : schemas) {
      for (Types.NestedField other : schema.columns()) {
        boolean sameField = other.fieldId() == field.fieldId();
        boolean sameName = other.name().equalsIgnoreCase(field.name());
        if (sameName != sameField
            || sameField
                && !(other.name().equals(field.name()) && other.type().equals(field.type()))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Names that writers which go by way of Avro do not change. */
  private static boolean isPlainName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Whether the file has the column: by what is counted of it, or because all files have it. */
  private boolean isIn(DataFile file, Types.NestedField field, List<Integer> leaves) {
    Map<Integer, Long> values = file.valueCounts();
    Map<Integer, Long> sizes = file.columnSizes();
    boolean counted = values != null && !values.isEmpty() || sizes != null && !sizes.isEmpty();
    if (!counted) {
      return isInAllSchemas(field);
    }
    for (Integer leaf : leaves) {
      boolean found =
          values != null && values.containsKey(leaf) || sizes != null && sizes.containsKey(leaf);
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private boolean isInAllSchemas(Types.NestedField field) {
    for (Schema schema : schemas) {
      if (schema.findField(field.fieldId()) == null) {
        return false;
      }
    }
    return true;
  }
}
