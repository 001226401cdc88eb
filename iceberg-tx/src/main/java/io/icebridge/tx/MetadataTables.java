// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.MetadataTableUtils;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** What Iceberg tells about a table in its metadata tables: snapshots, history, files, … */
final class MetadataTables {

  private MetadataTables() {}

  static List<Map<String, Object>> rows(TableMetadata metadata, FileIO io, MetadataTableType type) {
    BaseTable table = new BaseTable(new MemoryOperations(metadata, io), "table");
    Table about = MetadataTableUtils.createMetadataTableInstance(table, type);
    TableScan scan = about.newScan().planWith(CallerExecutor.INSTANCE);
    List<Map<String, Object>> rows = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      for (FileScanTask task : tasks) {
        try (CloseableIterable<StructLike> part = task.asDataTask().rows()) {
          part.forEach(row -> rows.add(struct(about.schema().asStruct(), row)));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the metadata", failure);
    }
    return rows;
  }

  private static Map<String, Object> struct(Types.StructType type, StructLike row) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Types.NestedField> fields = type.fields();
    for (int i = 0; i < fields.size(); i++) {
      Types.NestedField field = fields.get(i);
      values.put(field.name(), value(field.type(), row.get(i, Object.class)));
    }
    return values;
  }

  private static Object value(Type type, Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.typeId()) {
      case STRUCT -> struct(type.asStructType(), (StructLike) value);
      case LIST -> list(type.asListType(), (List<?>) value);
      case MAP -> map(type.asMapType(), (Map<?, ?>) value);
      case STRING -> value.toString();
      case BINARY, FIXED -> bytes(value);
      case TIMESTAMP -> Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS);
      default -> value;
    };
  }

  private static List<Object> list(Types.ListType type, List<?> values) {
    List<Object> list = new ArrayList<>();
    values.forEach(value -> list.add(value(type.elementType(), value)));
    return list;
  }

  private static Map<Object, Object> map(Types.MapType type, Map<?, ?> values) {
    Map<Object, Object> map = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> map.put(value(type.keyType(), key), value(type.valueType(), value)));
    return map;
  }

  private static byte[] bytes(Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return (byte[]) value;
  }
}
