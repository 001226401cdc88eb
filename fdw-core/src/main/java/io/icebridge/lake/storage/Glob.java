// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.storage;

import java.util.ArrayList;
import java.util.List;

/** A pattern for one name of a path: {@code *}, {@code ?}, {@code [abc]}, {@code [!a-z]}. */
final class Glob {

  private final String pattern;

  Glob(String pattern) {
    this.pattern = pattern;
  }

  /** Whether a path has anything that is not meant literally. */
  static boolean isPattern(String path) {
    return firstWildcard(path) < path.length();
  }

  /** The position of the first character with a meaning, or the length. */
  static int firstWildcard(String path) {
    for (int i = 0; i < path.length(); i++) {
      if ("*?[{".indexOf(path.charAt(i)) >= 0) {
        return i;
      }
    }
    return path.length();
  }

  /** The paths {@code {a,b}} stands for; braces may be nested, and span folders. */
  static List<String> expandBraces(String path) {
    List<String> expanded = new ArrayList<>();
    expand("", path, expanded);
    return expanded;
  }

  private static void expand(String prefix, String rest, List<String> expanded) {
    int open = rest.indexOf('{');
    int close = open < 0 ? -1 : closingBrace(rest, open);
    if (close < 0) {
      expanded.add(prefix + rest);
      return;
    }
    int start = open + 1;
    int depth = 0;
    for (int i = open + 1; i <= close; i++) {
      char c = rest.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && depth > 0) {
        depth--;
      } else if (i == close || c == ',' && depth == 0) {
        String alternative = rest.substring(start, i);
        expand(prefix + rest.substring(0, open), alternative + rest.substring(close + 1), expanded);
        start = i + 1;
      }
    }
  }

  private static int closingBrace(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether this stands for any number of folders. */
  boolean isAnyFolders() {
    return pattern.equals("**");
  }

  boolean matches(String name) {
    char first = name.isEmpty() ? 0 : name.charAt(0);
    if ((first == '.' || first == '_') && !pattern.startsWith(name.substring(0, 1))) {
      // Partition folders such as _day=1 hold data all the same.
      if (first == '.' || name.indexOf('=') < 0) {
        return false;
      }
    }
    return matches(name, 0, 0);
  }

  private boolean matches(String name, int at, int in) {
    int i = at;
    int p = in;
    while (p < pattern.length()) {
      char c = pattern.charAt(p);
      if (c == '*') {
        while (p < pattern.length() && pattern.charAt(p) == '*') {
          p++;
        }
        for (int end = i; end <= name.length(); end++) {
          if (matches(name, end, p)) {
            return true;
          }
        }
        return false;
      }
      if (i == name.length()) {
        return false;
      }
      int close = c == '[' ? pattern.indexOf(']', p + 2) : -1;
      if (close > 0) {
        if (!inClass(pattern.substring(p + 1, close), name.charAt(i))) {
          return false;
        }
        p = close + 1;
      } else if (c == '?' || c == name.charAt(i)) {
        p++;
      } else {
        return false;
      }
      i++;
    }
    return i == name.length();
  }

  private static boolean inClass(String members, char c) {
    boolean negated = members.charAt(0) == '!' || members.charAt(0) == '^';
    boolean found = false;
    for (int i = negated ? 1 : 0; i < members.length(); i++) {
      char low = members.charAt(i);
      if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
        found |= low <= c && c <= members.charAt(i + 2);
        i += 2;
      } else {
        found |= low == c;
      }
    }
    return found != negated;
  }
}
