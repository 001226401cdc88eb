// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import java.util.Collection;

/** Finds the name a user probably meant. */
final class ClosestMatch {

  /** As PostgreSQL's: half of the name may be wrong, but no more than four letters. */
  private static final int MAXIMUM_DISTANCE = 4;

  private ClosestMatch() {}

  /** The candidate nearest to the name, or null where none is near. */
  static String of(String name, Collection<String> candidates) {
    String best = null;
    int bestDistance = Math.min(MAXIMUM_DISTANCE, Math.max(1, name.length() / 2)) + 1;
    for (String candidate : candidates) {
      int distance = distance(name, candidate);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** Levenshtein's distance. */
  private static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substitute = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitute, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
