// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A metadata file with fault points before it is made and after it is closed. */
final class FaultyOutputFile implements OutputFile {

  private final OutputFile file;
  private final FaultPoint before;
  private final FaultPoint after;

  private FaultyOutputFile(OutputFile file, FaultPoint before, FaultPoint after) {
    this.file = file;
    this.before = before;
    this.after = after;
  }

  /** The file as it is unless faults are wanted. */
  static OutputFile around(OutputFile file) {
    if (!FaultPoint.active()) {
      return file;
    }
    String name = file.location().substring(file.location().lastIndexOf('/') + 1);
    if (name.endsWith(".puffin")) {
      return new FaultyOutputFile(
          file, FaultPoint.BEFORE_DELETE_FILE, FaultPoint.AFTER_DELETE_FILE);
    }
    if (name.startsWith("snap-")) {
      return new FaultyOutputFile(
          file, FaultPoint.BEFORE_MANIFEST_LIST, FaultPoint.AFTER_MANIFEST_LIST);
    }
    return new FaultyOutputFile(file, FaultPoint.BEFORE_MANIFEST, FaultPoint.AFTER_MANIFEST);
  }

  @Override
  public PositionOutputStream create() {
    before.reached();
    return new Stream(file.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite() {
    before.reached();
    return new Stream(file.createOrOverwrite());
  }

  @Override
  public String location() {
    return file.location();
  }

  @Override
  public InputFile toInputFile() {
    return file.toInputFile();
  }

  private final class Stream extends PositionOutputStream {
    private final PositionOutputStream stream;
    private boolean closed;

    Stream(PositionOutputStream stream) {
      this.stream = stream;
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public void write(int value) throws IOException {
      stream.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stream.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      stream.close();
      if (!closed) {
        closed = true;
        after.reached();
      }
    }
  }
}
