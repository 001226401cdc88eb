// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi.arrow;

import io.icebridge.bridge.host.Host;
import io.icebridge.bridge.spi.Cancellation;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A cursor over batches made in Java.
 *
 * <p>An exception of the source becomes the statement's error as it is. A cancel interrupts the
 * thread that fills a batch, and runs what the source registered by {@link Cancellation#onCancel}.
 */
public final class ArrowCursor implements Cursor {

  private final ArrowArrayStream stream = ArrowArrayStream.allocateNew(ArrowMemory.allocator());
  private final BatchSource source;
  private final Object lock = new Object();
  private Cancellation running;
  private boolean canceled;
  private Throwable failure;

  /**
   * Opens a cursor.
   *
   * @param schema the columns in the order of the request; where none was asked for, {@link
   *     ArrowSchemas#of} makes one that stands for the row
   * @param source owned by the cursor from now on
   */
  public ArrowCursor(Schema schema, BatchSource source) {
    this.source = source;
    Data.exportArrayStream(ArrowMemory.allocator(), new SourceReader(schema), stream);
  }

  @Override
  public long arrowStream() {
    return stream.memoryAddress();
  }

  @Override
  public void cancel() {
    synchronized (lock) {
      canceled = true;
      if (running != null) {
        running.cancel();
      }
    }
  }

  @Override
  public RuntimeException failure(String message) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      return exception;
    }
    if (failure instanceof IOException exception) {
      return new UncheckedIOException(exception);
    }
    if (failure instanceof InterruptedException) {
      return canceledByUser();
    }
    String text = failure == null ? message : failure.toString();
    return WrapperException.of(SqlState.FDW_ERROR, text).causedBy(failure);
  }

  @Override
  public void close() {
    // A caller that was interrupted while it opened the cursor never learned of the stream.
    if (stream.snapshot().release != 0) {
      stream.release();
    }
    stream.close();
  }

  private static WrapperException canceledByUser() {
    return WrapperException.of(SqlState.QUERY_CANCELED, "canceling statement due to user request");
  }

  private boolean fill(VectorSchemaRoot batch) throws Exception {
    Cancellation cancellation = Cancellation.begin();
    try {
      synchronized (lock) {
        if (canceled) {
          throw canceledByUser();
        }
        running = cancellation;
      }
      batch.clear();
      return source.next(batch);
    } finally {
      synchronized (lock) {
        running = null;
      }
      cancellation.end();
    }
  }

  /** What Arrow exports streams from. */
  private final class SourceReader extends ArrowReader {

    private final Schema schema;

    SourceReader(Schema schema) {
      super(ArrowMemory.allocator());
      this.schema = schema;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      try {
        return fill(getVectorSchemaRoot());
      } catch (Throwable thrown) {
        // Arrow passes on only a text, whose end it forgets to mark; failure() will find the
        // exception.
        failure = thrown;
        throw new IOException(thrown + "\0");
      }
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {
      try {
        source.close();
      } catch (Throwable thrown) {
        // The caller is native code, which can do nothing with an exception.
        Host.log(Host.Level.WARNING, "a foreign-data wrapper failed to close a scan: " + thrown);
      }
    }

    @Override
    protected Schema readSchema() {
      return schema;
    }
  }
}
