// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.Sql;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.MetricsModes;
import org.apache.iceberg.MetricsUtil;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Iceberg's metrics of a file, from what DuckDB told when it wrote it. As Iceberg's own Parquet
 * writer has it: sizes for all columns, counts and bounds for those that are not in lists or maps;
 * besides, how many values are NaN.
 */
final class FileMetrics {

  private final Schema schema;
  private final MetricsConfig config;
  private final WrittenFile file;
  private final Map<Integer, Long> sizes = new HashMap<>();
  private final Map<Integer, Long> values = new HashMap<>();
  private final Map<Integer, Long> nulls = new HashMap<>();
  private final Map<Integer, Long> nans = new HashMap<>();
  private final Map<Integer, ByteBuffer> lower = new HashMap<>();
  private final Map<Integer, ByteBuffer> upper = new HashMap<>();

  private FileMetrics(Schema schema, MetricsConfig config, WrittenFile file) {
    this.schema = schema;
    this.config = config;
    this.file = file;
  }

  /**
   * The metrics of a file.
   *
   * @param names the names of the file's columns by the ids of the schema's
   */
  static Metrics of(
      Schema schema, Map<Integer, String> names, MetricsConfig config, WrittenFile file) {
    FileMetrics metrics = new FileMetrics(schema, config, file);
    for (Types.NestedField column : schema.columns()) {
      metrics.add(column, Sql.name(names.get(column.fieldId())), false);
    }
    return new Metrics(
        file.records(),
        metrics.sizes,
        metrics.values,
        metrics.nulls,
        metrics.nans,
        metrics.lower,
        metrics.upper);
  }

  private void add(Types.NestedField field, String path, boolean repeated) {
    Type type = field.type();
    if (type.isPrimitiveType()) {
      addColumn(field, file.columns().get(path), repeated);
      return;
    }
    for (Types.NestedField child : type.asNestedType().fields()) {
      add(child, path + "." + Sql.name(child.name()), repeated || !type.isStructType());
    }
  }

  private void addColumn(Types.NestedField field, Map<String, String> known, boolean repeated) {
    int id = field.fieldId();
    MetricsModes.MetricsMode mode = MetricsUtil.metricsMode(schema, config, id);
    if (known == null || mode == MetricsModes.None.get()) {
      return;
    }
    put(sizes, id, known.get("column_size_bytes"));
    if (repeated) {
      return;
    }
    put(values, id, known.get("num_values"));
    put(nulls, id, known.get("null_count"));
    put(nans, id, known.get("nan_count"));
    put(lower, id, Bound.lower(field.type(), known.get("min"), mode));
    put(upper, id, Bound.upper(field.type(), known.get("max"), mode));
  }

  private static void put(Map<Integer, Long> counts, int id, String count) {
    if (count != null) {
      counts.put(id, Long.valueOf(count));
    }
  }

  private static void put(Map<Integer, ByteBuffer> bounds, int id, ByteBuffer bound) {
    if (bound != null) {
      bounds.put(id, bound);
    }
  }
}
