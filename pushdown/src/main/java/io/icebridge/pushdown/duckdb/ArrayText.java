// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import java.util.ArrayList;
import java.util.List;

/** Reads PostgreSQL's text of an array of any number of dimensions, e.g. {@code {{1,2},{3,4}}}. */
final class ArrayText {

  private ArrayText() {}

  /** All elements in order; a null element is NULL. */
  static List<String> elements(String text) {
    List<String> elements = new ArrayList<>();
    // Bounds may come first: [0:1]={…}.
    int at = text.indexOf('{');
    StringBuilder element = new StringBuilder();
    boolean some = false;
    boolean quoted = false;
    boolean inQuotes = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (inQuotes && c == '"') {
        inQuotes = false;
      } else if (c == '\\') {
        at++;
        element.append(text.charAt(at));
        some = true;
      } else if (inQuotes) {
        element.append(c);
      } else if (c == '"') {
        inQuotes = true;
        quoted = true;
        some = true;
      } else if (c == '{' || c == '}' || c == ',') {
        if (some) {
          boolean isNull = !quoted && element.toString().equalsIgnoreCase("NULL");
          elements.add(isNull ? null : element.toString());
        }
        element.setLength(0);
        some = false;
        quoted = false;
      } else {
        element.append(c);
        some = true;
      }
    }
    return elements;
  }
}
