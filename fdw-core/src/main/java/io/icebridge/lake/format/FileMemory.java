// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.storage.DataFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was learned about files, forgotten when a file changes or after many others. */
final class FileMemory<T> {

  private static final int MOST_FILES = 10_000;

  private int mostFiles = MOST_FILES;

  private record Learned<T>(String version, long size, T fact) {}

  private final Map<String, Learned<T>> files = new LinkedHashMap<>();

  /** The fact about that version of the file, or null. */
  T get(DataFile file) {
    Learned<T> learned = files.get(file.path());
    if (learned == null
        || learned.size() != file.size()
        || !learned.version().equals(file.version())) {
      return null;
    }
    return learned.fact();
  }

  /** Makes sure that facts about so many files are kept together. */
  void makeRoom(int count) {
    mostFiles = Math.max(mostFiles, 2 * count);
  }

  void put(DataFile file, T fact) {
    if (files.size() >= mostFiles) {
      files.remove(files.keySet().iterator().next());
    }
    files.put(file.path(), new Learned<>(file.version(), file.size(), fact));
  }
}
