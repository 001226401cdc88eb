// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.tx.LiveFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Type;

/**
 * Columns that are smallints in PostgreSQL. Iceberg has none: they are ints, of which the files'
 * bounds tell whether all fit.
 */
final class SmallValues {

  private SmallValues() {}

  /** Whether a column is one of those. */
  static boolean are(ScanColumn column) {
    return column.definition() != null
        && column.definition().type().is("int2")
        && column.field().type().typeId() == Type.TypeID.INTEGER;
  }

  /** Whether every value of such a column in the files is known to be a smallint. */
  static boolean fit(ScanColumn column, List<LiveFile> files) {
    int id = column.field().fieldId();
    for (LiveFile live : files) {
      if (!fit(id, live.file())) {
        return false;
      }
    }
    return true;
  }

  private static boolean fit(int id, DataFile file) {
    if (file.nullValueCounts() != null
        && Long.valueOf(file.recordCount()).equals(file.nullValueCounts().get(id))) {
      return true;
    }
    Integer least = bound(file.lowerBounds(), id);
    Integer greatest = bound(file.upperBounds(), id);
    return least != null
        && greatest != null
        && least >= Short.MIN_VALUE
        && greatest <= Short.MAX_VALUE;
  }

  /** A bound; null where the file has none, since it has no values or nothing is known of them. */
  private static Integer bound(Map<Integer, ByteBuffer> bounds, int id) {
    ByteBuffer bound = bounds == null ? null : bounds.get(id);
    return bound == null || bound.remaining() != Integer.BYTES
        ? null
        : bound.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt();
  }
}
