// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A local file to write. Its folders are made where they are missing. */
final class LocalOutputFile implements OutputFile {

  private final String location;
  private final Path path;

  LocalOutputFile(String location, Path path) {
    this.location = location;
    this.path = path;
  }

  @Override
  public PositionOutputStream create() {
    return open(StandardOpenOption.CREATE_NEW);
  }

  @Override
  public PositionOutputStream createOrOverwrite() {
    return open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private PositionOutputStream open(OpenOption... options) {
    try {
      return openInFolder(options);
    } catch (FileAlreadyExistsException present) {
      throw new AlreadyExistsException(present, "%s exists already", location);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot create " + location, failure);
    }
  }

  private PositionOutputStream openInFolder(OpenOption... options) throws IOException {
    try {
      return new LocalOutputStream(path, options);
    } catch (NoSuchFileException missing) {
      // Rare: to look for the folder each time would cost more than to fail once.
      Files.createDirectories(path.getParent());
      return new LocalOutputStream(path, options);
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public InputFile toInputFile() {
    return new LocalInputFile(location, path);
  }
}
