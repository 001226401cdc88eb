// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.storage;

import java.util.Comparator;

/** Texts compared with their runs of digits as numbers, so that part-2 comes before part-10. */
final class NaturalOrder {

  static final Comparator<DataFile> BY_PATH =
      new Comparator<>() {
        @Override
        public int compare(DataFile left, DataFile right) {
          return NaturalOrder.compare(left.path(), right.path());
        }
      };

  private NaturalOrder() {}

  static int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      char a = left.charAt(i);
      char b = right.charAt(j);
      if (isDigit(a) && isDigit(b)) {
        int leftEnd = digitsEnd(left, i);
        int rightEnd = digitsEnd(right, j);
        int order = compareDigits(left, i, leftEnd, right, j, rightEnd);
        if (order != 0) {
          return order;
        }
        i = leftEnd;
        j = rightEnd;
      } else if (a != b) {
        return Character.compare(a, b);
      } else {
        i++;
        j++;
      }
    }
    int order = Integer.compare(left.length() - i, right.length() - j);
    // Equal as numbers, e.g. 1 and 01: any fixed order will do.
    return order != 0 ? order : left.compareTo(right);
  }

  private static int compareDigits(
      String left, int leftStart, int leftEnd, String right, int rightStart, int rightEnd) {
    int i = skipZeros(left, leftStart, leftEnd);
    int j = skipZeros(right, rightStart, rightEnd);
    if (leftEnd - i != rightEnd - j) {
      return Integer.compare(leftEnd - i, rightEnd - j);
    }
    return left.substring(i, leftEnd).compareTo(right.substring(j, rightEnd));
  }

  private static int skipZeros(String text, int start, int end) {
    int i = start;
    while (i < end - 1 && text.charAt(i) == '0') {
      i++;
    }
    return i;
  }

  private static int digitsEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
