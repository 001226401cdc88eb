// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * Writes a local file. What was written is not yet safe from a crash once this is closed: see
 * {@link LocalFileIO#sync}.
 */
final class LocalOutputStream extends PositionOutputStream {

  private static final int BUFFER = 64 << 10;

  private final FileChannel channel;
  private final OutputStream buffered;
  private long position;

  LocalOutputStream(Path path, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(Set.of(options));
    all.add(StandardOpenOption.WRITE);
    this.channel = FileChannel.open(path, all);
    this.buffered = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void write(int value) throws IOException {
    buffered.write(value);
    position++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    buffered.write(bytes, offset, length);
    position += length;
  }

  @Override
  public void flush() throws IOException {
    buffered.flush();
  }

  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      buffered.flush();
    }
  }
}
