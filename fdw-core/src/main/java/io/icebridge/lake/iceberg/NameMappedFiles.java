// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.engine.Engine;
import io.icebridge.tx.LiveFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.MappedField;
import org.apache.iceberg.mapping.MappedFields;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;

/**
 * Files that were written without field ids, in tables whose name mapping says what their columns
 * are. Which files those are only their footers tell; what these say is remembered, since files
 * never change.
 */
final class NameMappedFiles {

  private static final int MOST_FILES = 20_000;
  private static final int FOOTERS_AT_ONCE = 500;

  private final Engine engine;

  /** The columns of files without field ids; an empty list for those with them. */
  private final Map<String, List<String>> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
          return size() > MOST_FILES;
        }
      };

  NameMappedFiles(Engine engine) {
    this.engine = engine;
  }

  /** Whether a table may have such files. */
  static boolean arePossible(TableMetadata metadata) {
    return metadata.properties().containsKey(TableProperties.DEFAULT_NAME_MAPPING);
  }

  /**
   * The names of columns in those of the files that have no field ids, by the file's location and
   * then by field id; columns that a file lacks are left out.
   */
  Map<String, Map<Integer, String>> names(TableMetadata metadata, List<LiveFile> files) {
    if (!arePossible(metadata)) {
      return Map.of();
    }
    learn(files);
    NameMapping mapping =
        NameMappingParser.fromJson(metadata.properties().get(TableProperties.DEFAULT_NAME_MAPPING));
    Map<String, Map<Integer, String>> names = new HashMap<>();
    for (LiveFile live : files) {
      String location = live.file().location();
      List<String> columns = known.get(location);
      if (columns != null && !columns.isEmpty()) {
        names.put(location, names(mapping, columns));
      }
    }
    return names;
  }

  private static Map<Integer, String> names(NameMapping mapping, List<String> columns) {
    Map<Integer, String> names = new TreeMap<>();
    for (String column : columns) {
      MappedField field = mapping.find(List.of(column));
      if (field != null && field.id() != null) {
        names.put(field.id(), column);
      }
    }
    return names;
  }

  private void learn(List<LiveFile> files) {
    List<String> paths = new ArrayList<>();
    Map<String, String> locations = new HashMap<>();
    for (LiveFile live : files) {
      String location = live.file().location();
      if (!known.containsKey(location) && live.file().format() == FileFormat.PARQUET) {
        String path = FilePaths.path(location);
        paths.add(path);
        locations.put(path, location);
      }
    }
    for (int start = 0; start < paths.size(); start += FOOTERS_AT_ONCE) {
      learn(paths.subList(start, Math.min(start + FOOTERS_AT_ONCE, paths.size())), locations);
    }
  }

  /** A footer lists its columns in pre-order, the root first. */
  private void learn(List<String> paths, Map<String, String> locations) {
    List<String[]> rows =
        engine.rows(
            "SELECT file_name, name, coalesce(num_children, 0), field_id FROM parquet_schema("
                + FilePaths.list(paths, false)
                + ") ORDER BY file_name, column_id");
    Map<String, List<String>> columns = new HashMap<>();
    Map<String, Boolean> numbered = new HashMap<>();
    String file = null;
    int below = 0;
    for (String[] row : rows) {
      int children = Integer.parseInt(row[2]);
      if (!row[0].equals(file)) {
        file = row[0];
        columns.put(file, new ArrayList<>(children));
        below = 0;
        continue;
      }
      if (row[3] != null) {
        numbered.put(file, true);
      }
      if (below == 0) {
        columns.get(file).add(row[1]);
      } else {
        below--;
      }
      below += children;
    }
    for (Map.Entry<String, List<String>> entry : columns.entrySet()) {
      boolean hasIds = numbered.containsKey(entry.getKey());
      known.put(locations.get(entry.getKey()), hasIds ? List.of() : entry.getValue());
    }
  }

  /**
   * The expression for a column of such a file.
   *
   * @param source the file's column; null where it has none
   */
  static String value(TableMetadata metadata, Types.NestedField field, String source) {
    String type = TypeMapping.duckDB(field.name(), field.type());
    if (source == null) {
      String value =
          field.type().isPrimitiveType()
              ? ConstantSql.literal(field.type(), field.initialDefault())
              : "NULL";
      return "CAST(" + value + " AS " + type + ")";
    }
    if (field.type().isNestedType()) {
      NameMapping mapping =
          NameMappingParser.fromJson(
              metadata.properties().get(TableProperties.DEFAULT_NAME_MAPPING));
      requireOwnNames(field, field, mapping.find(field.fieldId()));
    }
    return "CAST(" + source + " AS " + type + ")";
  }

  private static void requireOwnNames(
      Types.NestedField column, Types.NestedField field, MappedField mapped) {
    MappedFields below = mapped == null ? null : mapped.nestedMapping();
    for (Types.NestedField child : field.type().asNestedType().fields()) {
      MappedField mappedChild = below == null ? null : below.field(child.fieldId());
      if (mappedChild != null && !mappedChild.names().equals(Set.of(child.name()))) {
        throw WrapperException.unsupported(
                "column \""
                    + column.name()
                    + "\" of the Iceberg table has the renamed field \""
                    + child.name()
                    + "\", and files without field ids")
            .withHint("Let the engine that wrote them rewrite the table's files.");
      }
      if (child.type().isNestedType()) {
        requireOwnNames(column, child, mappedChild);
      }
    }
  }
}
