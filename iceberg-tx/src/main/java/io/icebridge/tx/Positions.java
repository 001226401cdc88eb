// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.deletes.Deletes;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.IOUtil;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.util.ContentFileUtil;

/** Sets of row positions in a data file. */
public final class Positions {

  private Positions() {}

  /** A new set, to be filled. For one thread. */
  public static PositionDeleteIndex empty() {
    return Deletes.toPositionIndex(CloseableIterable.empty());
  }

  /** Whether a delete file is a deletion vector. */
  public static boolean isVector(DeleteFile file) {
    return ContentFileUtil.isDV(file);
  }

  /** Reads a deletion vector. */
  public static PositionDeleteIndex readVector(FileIO io, DeleteFile vector) {
    byte[] bytes = new byte[Math.toIntExact(vector.contentSizeInBytes())];
    try (SeekableInputStream stream = io.newInputFile(vector).newStream()) {
      stream.seek(vector.contentOffset());
      IOUtil.readFully(stream, bytes, 0, bytes.length);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + vector.location(), failure);
    }
    return PositionDeleteIndex.deserialize(bytes, vector);
  }
}
