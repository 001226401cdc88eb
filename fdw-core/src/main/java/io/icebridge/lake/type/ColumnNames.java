// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names of file columns as PostgreSQL names. Names are kept as they are, except that a name longer
 * than 63 bytes is cut at a character, an empty one becomes {@code column}, and one that is taken
 * gets {@code _2}, {@code _3}, … at its end.
 */
public final class ColumnNames {

  private static final int MAXIMUM_BYTES = 63;

  private ColumnNames() {}

  /** The name to use, given those already used. */
  public static String unique(String name, List<String> used) {
    String base = cut(name.isEmpty() ? "column" : name, MAXIMUM_BYTES);
    String candidate = base;
    for (int number = 2; used.contains(candidate); number++) {
      String suffix = "_" + number;
      candidate = cut(base, MAXIMUM_BYTES - suffix.length()) + suffix;
    }
    return candidate;
  }

  private static String cut(String name, int bytes) {
    if (name.getBytes(StandardCharsets.UTF_8).length <= bytes) {
      return name;
    }
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }
}
