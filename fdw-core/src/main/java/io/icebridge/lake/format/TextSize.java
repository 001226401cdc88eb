// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.storage.DataFile;
import java.util.List;

/** Guesses how large compressed text is. */
final class TextSize {

  private static final double TYPICAL_COMPRESSION = 4;

  private TextSize() {}

  /** How many times larger the text is than its files. */
  static double expansion(TableOptions options, List<DataFile> files) {
    boolean compressed =
        options.compression() != null
            ? !options.compression().equals("none")
            : files.get(0).path().endsWith(".gz") || files.get(0).path().endsWith(".zst");
    return compressed ? TYPICAL_COMPRESSION : 1;
  }
}
