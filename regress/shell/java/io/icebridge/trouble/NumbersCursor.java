// SPDX-License-Identifier: Apache-2.0
package io.icebridge.trouble;

import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.arrow.ArrowMemory;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The numbers from 0, made in Java in batches of 1,000, with something that happens before each. */
final class NumbersCursor implements Cursor {

  private static final int BATCH_ROWS = 1000;

  private final BufferAllocator allocator;
  private final ArrowArrayStream stream;

  NumbersCursor(long rows, Runnable beforeBatch) {
    allocator = ArrowMemory.allocator().newChildAllocator("numbers", 0, Long.MAX_VALUE);
    stream = ArrowArrayStream.allocateNew(allocator);
    Data.exportArrayStream(allocator, new Numbers(allocator, rows, beforeBatch), stream);
  }

  @Override
  public long arrowStream() {
    return stream.memoryAddress();
  }

  @Override
  public void close() {
    stream.close();
    allocator.close();
  }

  private static final class Numbers extends ArrowReader {

    private final Runnable beforeBatch;
    private final long rows;
    private long next;

    Numbers(BufferAllocator allocator, long rows, Runnable beforeBatch) {
      super(allocator);
      this.rows = rows;
      this.beforeBatch = beforeBatch;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      beforeBatch.run();
      if (next >= rows) {
        return false;
      }
      int count = (int) Math.min(BATCH_ROWS, rows - next);
      BigIntVector vector = (BigIntVector) getVectorSchemaRoot().getVector(0);
      vector.allocateNew(count);
      for (int row = 0; row < count; row++) {
        vector.set(row, next++);
      }
      vector.setValueCount(count);
      getVectorSchemaRoot().setRowCount(count);
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
    }
  }
}
