// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.table.Quantiles;
import io.icebridge.lake.table.ValueDistribution;
import io.icebridge.tx.LiveFile;
import io.icebridge.tx.TableView;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.BlobMetadata;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * How a column's values are distributed, by the metrics of a table's files and by what the table's
 * metadata say of its statistics files (the number of distinct values, which an engine that has
 * counted them leaves there).
 */
final class ColumnValues {

  /** As many groups as PostgreSQL makes by default. */
  private static final int MOST_PARTS = 100;

  /** Of more files than these, some stand for all: a plan is not to wait for a better guess. */
  private static final int MOST_FILES = 500;

  /** The property of a blob of statistics that has the number of distinct values. */
  private static final String DISTINCT_VALUES = "ndv";

  private final Types.NestedField field;
  private final Quantiles quantiles = new Quantiles();

  /** The values of files that have one value each; null when another kind of file has come. */
  private Set<Double> single = new HashSet<>();

  private double rows;
  private double nulls;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  private ColumnValues(Types.NestedField field) {
    this.field = field;
  }

  /** The distribution over all files that a statement sees; deleted rows count as well. */
  static ValueDistribution of(TableView view, Types.NestedField field, List<LiveFile> files) {
    ColumnValues values = new ColumnValues(field);
    int looked = Math.min(MOST_FILES, files.size());
    for (int i = 0; i < looked; i++) {
      // The oldest and the newest are among them, since values often grow with time.
      int at = looked == 1 ? 0 : (int) ((long) i * (files.size() - 1) / (looked - 1));
      values.add(files.get(at).file());
    }
    return values.distribution(
        told(view.metadata(), field.fieldId()),
        looked,
        looked == 0 ? 1 : (double) files.size() / looked);
  }

  private void add(DataFile file) {
    int id = field.fieldId();
    Long nullsOfFile = file.nullValueCounts() == null ? null : file.nullValueCounts().get(id);
    double ofFile = file.recordCount() - (nullsOfFile == null ? 0 : nullsOfFile);
    rows += file.recordCount();
    nulls += nullsOfFile == null ? 0 : nullsOfFile;
    if (ofFile <= 0) {
      return;
    }
    double low = bound(file.lowerBounds());
    double high = bound(file.upperBounds());
    quantiles.add(low, high, ofFile);
    least = Math.min(least, low);
    greatest = Math.max(greatest, high);
    if (single != null && low == high) {
      single.add(low);
    } else {
      single = null;
    }
  }

  /** A bound as a number; NaN where it is not known, or nothing to count with. */
  private double bound(Map<Integer, ByteBuffer> bounds) {
    ByteBuffer bound = bounds == null ? null : bounds.get(field.fieldId());
    Type type = field.type();
    return bound == null || !isNumber(type)
        ? Double.NaN
        : ((Number) Conversions.<Object>fromByteBuffer(type, bound)).doubleValue();
  }

  private static boolean isNumber(Type type) {
    return switch (type.typeId()) {
      case INTEGER, LONG, FLOAT, DOUBLE, DECIMAL, DATE, TIME, TIMESTAMP -> true;
      default -> false;
    };
  }

  /**
   * The distribution.
   *
   * @param told the number of different values where one was counted, else 0
   * @param files that were looked at
   * @param share for how many files each of them stands
   */
  private ValueDistribution distribution(double told, int files, double share) {
    // Where many files tell nothing, the others tell little of the whole.
    boolean known = quantiles.total() > (rows - nulls) / 2;
    return new ValueDistribution(
        rows == 0 ? 0 : nulls / rows,
        Math.min(Math.rint(rows * share), told > 0 ? told : distinct(files, share)),
        known ? quantiles.parts(files == 1 ? 1 : Math.min(MOST_PARTS, 4 * files)) : new double[0]);
  }

  /** How many different values there are where the range says so; 0 where it does not. */
  private double distinct(int files, double share) {
    if (single != null && !single.isEmpty()) {
      // Where many of them differ, so will the others.
      return 2 * single.size() > files ? single.size() * share : single.size();
    }
    double range =
        switch (field.type().typeId()) {
          case INTEGER, LONG, DATE -> greatest - least + 1;
          case BOOLEAN -> 2;
          default -> 0;
        };
    return range > 0 && range <= Math.rint(rows * share) ? range : 0;
  }

  /** The number that the newest statistics file with one has; 0 where there is none. */
  private static double told(TableMetadata metadata, int id) {
    long newest = Long.MIN_VALUE;
    double told = 0;
    for (StatisticsFile file : metadata.statisticsFiles()) {
      var snapshot = metadata.snapshot(file.snapshotId());
      long age = snapshot == null ? Long.MIN_VALUE : snapshot.sequenceNumber();
      double ofFile = told(file, id);
      if (ofFile > 0 && age >= newest) {
        newest = age;
        told = ofFile;
      }
    }
    return told;
  }

  private static double told(StatisticsFile file, int id) {
    for (BlobMetadata blob : file.blobMetadata()) {
      String text = blob.properties() == null ? null : blob.properties().get(DISTINCT_VALUES);
      if (text != null && blob.fields().equals(List.of(id)) && text.matches("\\d{1,18}")) {
        return Double.parseDouble(text);
      }
    }
    return 0;
  }
}
