// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Remembers which files were written through it and are still there. */
final class TrackedFileIO implements FileIO {

  private static final long serialVersionUID = 1L;

  private final transient FileIO io;
  private final transient Set<String> written = new LinkedHashSet<>();

  TrackedFileIO(FileIO io) {
    this.io = io;
  }

  synchronized List<String> written() {
    return new ArrayList<>(written);
  }

  synchronized void add(String location) {
    written.add(location);
  }

  @Override
  public InputFile newInputFile(String location) {
    return io.newInputFile(location);
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return io.newInputFile(location, length);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    add(location);
    return FaultyOutputFile.around(io.newOutputFile(location));
  }

  @Override
  public void deleteFile(String location) {
    io.deleteFile(location);
    synchronized (this) {
      written.remove(location);
    }
  }

  @Override
  public Map<String, String> properties() {
    return io.properties();
  }
}
