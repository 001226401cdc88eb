// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import java.util.Comparator;

/** The order of strings under PostgreSQL's collation "C": that of their bytes in UTF-8. */
final class Utf8Order {

  static final Comparator<String> COMPARATOR = Utf8Order::compare;

  private Utf8Order() {}

  private static int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Characters beyond 16 bits are two surrogates in Java, but behind all others in UTF-8.
        if (Character.isSurrogate(a) != Character.isSurrogate(b)) {
          return Character.isSurrogate(a) ? 1 : -1;
        }
        return Character.compare(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
