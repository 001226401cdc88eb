// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/** Reads a local file from any position. For one thread at a time. */
final class LocalInputStream extends SeekableInputStream implements RangeReadable {

  private final FileChannel channel;

  LocalInputStream(Path path) throws IOException {
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
  }

  @Override
  public long getPos() throws IOException {
    return channel.position();
  }

  @Override
  public void seek(long position) throws IOException {
    if (position < 0) {
      throw new EOFException("cannot seek to " + position);
    }
    channel.position(position);
  }

  @Override
  public int read() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    return channel.read(one) < 0 ? -1 : one.get(0) & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public long skip(long count) throws IOException {
    long position = channel.position();
    long target = Math.min(channel.size(), position + Math.max(0, count));
    channel.position(Math.max(position, target));
    return Math.max(0, target - position);
  }

  @Override
  public void readFully(long position, byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, position + buffer.position() - offset);
      if (count < 0) {
        throw new EOFException("the file ends before position " + (position + length));
      }
    }
  }

  @Override
  public int readTail(byte[] bytes, int offset, int length) throws IOException {
    long size = channel.size();
    int count = (int) Math.min(length, size);
    readFully(size - count, bytes, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
