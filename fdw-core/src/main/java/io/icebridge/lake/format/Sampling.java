// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.storage.DataFile;
import java.util.ArrayList;
import java.util.List;

/** Some of many files, to learn about all of them. */
final class Sampling {

  private Sampling() {}

  /** At most that many files, evenly spread over the list. */
  static List<DataFile> evenly(List<DataFile> files, int most) {
    if (files.size() <= most) {
      return files;
    }
    List<DataFile> sample = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      sample.add(files.get((int) ((long) i * files.size() / most)));
    }
    return sample;
  }

  static double totalBytes(List<DataFile> files) {
    double bytes = 0;
    for (DataFile file : files) {
      bytes += file.size();
    }
    return bytes;
  }
}
