// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

/**
 * DuckDB's profile as its driver hands it out. The driver counts characters beyond the first plane
 * of Unicode, which values in a profile may have, as one and writes them as four, so the text ends
 * that much too early.
 */
final class ProfileText {

  private ProfileText() {}

  /**
   * A text that is JSON again: without the member at the end that is not complete, and with all
   * that is open closed. One that is complete stays as it is.
   */
  static String whole(String text) {
    StringBuilder open = new StringBuilder();
    int complete = 0;
    String closing = "";
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
        continue;
      }
      switch (c) {
        case '"' -> quoted = true;
        case '{', '[' -> {
          open.append(c == '{' ? '}' : ']');
          complete = i + 1;
          closing = open.toString();
        }
        case '}', ']' -> {
          open.setLength(Math.max(0, open.length() - 1));
          complete = i + 1;
          closing = open.toString();
        }
        // What stands before a comma is complete, whatever it is.
        case ',' -> {
          complete = i;
          closing = open.toString();
        }
        default -> {}
      }
    }
    return open.isEmpty() && !quoted
        ? text
        : text.substring(0, complete) + new StringBuilder(closing).reverse();
  }
}
