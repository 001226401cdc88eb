// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.tx.Positions;
import java.io.UncheckedIOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;

/** Deletion vectors, and positions in general, as DuckDB's bit strings. */
final class DeletionVectors {

  private DeletionVectors() {}

  /** Reads a deletion vector from its Puffin file. */
  static PositionDeleteIndex read(FileIO io, DeleteFile vector) {
    try {
      return Positions.readVector(io, vector);
    } catch (UncheckedIOException | IllegalArgumentException failure) {
      throw WrapperException.of(
              SqlState.DATA_CORRUPTED,
              "could not read a deletion vector in \"" + vector.location() + "\"")
          .withDetail(failure.getMessage())
          .causedBy(failure);
    }
  }

  /** A bit for each row of a file, the first one highest in the first byte. */
  static byte[] bits(DataFile file, Iterable<PositionDeleteIndex> removed) {
    byte[] bits = new byte[Math.toIntExact((file.recordCount() + 7) / 8)];
    for (PositionDeleteIndex positions : removed) {
      positions.forEach(
          position -> {
            if (position < file.recordCount()) {
              bits[(int) (position >> 3)] |= (byte) (0x80 >> (position & 7));
            }
          });
    }
    return bits;
  }
}
