// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.StructLike;

/**
 * A data file of a manifest, with all statistics in a sixth of the memory that Iceberg's own object
 * takes: that has a hash map for each kind of statistics.
 */
final class PackedFile implements DataFile {

  /** An object, its references, the path and what else is no statistics. */
  private static final long FIXED_BYTES = 600;

  private static final long BYTES_OF_COUNT = 8;

  private final DataFile plain;
  private final Map<Integer, Long> columnSizes;
  private final Map<Integer, Long> valueCounts;
  private final Map<Integer, Long> nullValueCounts;
  private final Map<Integer, Long> nanValueCounts;
  private final Map<Integer, ByteBuffer> lowerBounds;
  private final Map<Integer, ByteBuffer> upperBounds;

  /** Copies a file, which may be one that its reader uses again. */
  PackedFile(DataFile file, SharedIds ids) {
    this.plain = file.copyWithoutStats();
    this.columnSizes = PackedCounts.of(file.columnSizes(), ids);
    this.valueCounts = PackedCounts.of(file.valueCounts(), ids);
    this.nullValueCounts = PackedCounts.of(file.nullValueCounts(), ids);
    this.nanValueCounts = PackedCounts.of(file.nanValueCounts(), ids);
    this.lowerBounds = PackedBounds.of(file.lowerBounds(), ids);
    this.upperBounds = PackedBounds.of(file.upperBounds(), ids);
  }

  /** About how much memory this takes. */
  long bytes() {
    long counts = size(columnSizes) + size(valueCounts) + size(nullValueCounts);
    return FIXED_BYTES
        + BYTES_OF_COUNT * (counts + size(nanValueCounts))
        + bytes(lowerBounds)
        + bytes(upperBounds);
  }

  private static long size(Map<?, ?> map) {
    return map == null ? 0 : map.size();
  }

  private static long bytes(Map<Integer, ByteBuffer> bounds) {
    return bounds instanceof PackedBounds packed ? packed.bytes() : 0;
  }

  @Override
  public String manifestLocation() {
    return plain.manifestLocation();
  }

  @Override
  public Long pos() {
    return plain.pos();
  }

  @Override
  public int specId() {
    return plain.specId();
  }

  @Override
  @Deprecated
  public CharSequence path() {
    return plain.location();
  }

  @Override
  public String location() {
    return plain.location();
  }

  @Override
  public FileFormat format() {
    return plain.format();
  }

  @Override
  public StructLike partition() {
    return plain.partition();
  }

  @Override
  public long recordCount() {
    return plain.recordCount();
  }

  @Override
  public long fileSizeInBytes() {
    return plain.fileSizeInBytes();
  }

  @Override
  public Map<Integer, Long> columnSizes() {
    return columnSizes;
  }

  @Override
  public Map<Integer, Long> valueCounts() {
    return valueCounts;
  }

  @Override
  public Map<Integer, Long> nullValueCounts() {
    return nullValueCounts;
  }

  @Override
  public Map<Integer, Long> nanValueCounts() {
    return nanValueCounts;
  }

  @Override
  public Map<Integer, ByteBuffer> lowerBounds() {
    return lowerBounds;
  }

  @Override
  public Map<Integer, ByteBuffer> upperBounds() {
    return upperBounds;
  }

  @Override
  public ByteBuffer keyMetadata() {
    return plain.keyMetadata();
  }

  @Override
  public List<Long> splitOffsets() {
    return plain.splitOffsets();
  }

  @Override
  public Integer sortOrderId() {
    return plain.sortOrderId();
  }

  @Override
  public Long dataSequenceNumber() {
    return plain.dataSequenceNumber();
  }

  @Override
  public Long fileSequenceNumber() {
    return plain.fileSequenceNumber();
  }

  @Override
  public Long firstRowId() {
    return plain.firstRowId();
  }

  @Override
  public DataFile copy() {
    // Nothing here ever changes.
    return this;
  }

  @Override
  public DataFile copyWithoutStats() {
    return plain;
  }

  @Override
  public DataFile copyWithStats(Set<Integer> columns) {
    return this;
  }
}
