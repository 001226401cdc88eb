// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.storage.DataFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts files together that can be read together. */
final class Alike {

  private Alike() {}

  /** What makes files alike, as text: records as map keys would cost a first query dearly. */
  interface Signature<T> {
    String of(T fact);
  }

  /**
   * The files in lists of those with the same signature, both in the order of the files.
   *
   * @param facts knows every file
   */
  static <T> List<List<DataFile>> files(
      List<DataFile> files, FileMemory<T> facts, Signature<T> signature, TableOptions options) {
    if (files.size() == 1) {
      return List.of(files);
    }
    Map<String, List<DataFile>> alike = new LinkedHashMap<>();
    for (DataFile file : files) {
      String key = signature.of(facts.get(file));
      if (options.hivePartitioning()) {
        key += String.join("/", HivePartitions.keys(file.path()));
      }
      List<DataFile> members = alike.get(key);
      if (members == null) {
        members = new ArrayList<>();
        alike.put(key, members);
      }
      members.add(file);
    }
    return new ArrayList<>(alike.values());
  }
}
