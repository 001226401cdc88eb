// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** A local file to read. */
final class LocalInputFile implements InputFile {

  private final String location;
  private final Path path;

  LocalInputFile(String location, Path path) {
    this.location = location;
    this.path = path;
  }

  @Override
  public long getLength() {
    try {
      return Files.size(path);
    } catch (NoSuchFileException missing) {
      throw new NotFoundException(missing, "%s does not exist", location);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the size of " + location, failure);
    }
  }

  @Override
  public SeekableInputStream newStream() {
    try {
      return new LocalInputStream(path);
    } catch (NoSuchFileException missing) {
      throw new NotFoundException(missing, "%s does not exist", location);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot open " + location, failure);
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public boolean exists() {
    return Files.isRegularFile(path);
  }
}
