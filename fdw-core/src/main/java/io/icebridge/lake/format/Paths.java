// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.bridge.spi.WrapperException;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of the option {@code path}: one absolute path or pattern, or several as a JSON array of
 * texts, e.g. {@code ["/a/x.csv", "/b/*.csv"]}. (A path may hold any other character one could
 * separate by; but an absolute one does not start with a bracket.)
 */
final class Paths {

  private final String text;
  private int position;

  private Paths(String text) {
    this.text = text;
  }

  static List<String> parse(String option) {
    if (option == null || option.isBlank()) {
      throw TableOptions.invalid("option \"path\" is empty")
          .withHint(
              "Set it to the path of a file, a pattern such as /data/*.parquet, or a list such as [\"/a.csv\", \"/b.csv\"].");
    }
    List<String> paths =
        option.trim().startsWith("[") ? new Paths(option.trim()).array() : List.of(option);
    for (String path : paths) {
      check(path);
    }
    return paths;
  }

  /** The option's value for these paths. */
  static String write(List<String> paths) {
    if (paths.size() == 1) {
      return paths.get(0);
    }
    StringBuilder text = new StringBuilder();
    for (String path : paths) {
      text.append(text.length() == 0 ? "[\"" : ", \"");
      text.append(path.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return text.append(']').toString();
  }

  private static void check(String path) {
    int scheme = path.indexOf("://");
    if (scheme > 0 && !path.startsWith("file://")) {
      throw WrapperException.unsupported(
              "cannot read \"" + path + "\": only local files are supported")
          .withHint("Object stores and URLs come with a later version.");
    }
    String local = scheme > 0 ? path.substring(scheme + 3) : path;
    if (!local.startsWith("/")) {
      throw TableOptions.invalid("path \"" + path + "\" is not absolute")
          .withHint("Write the whole path, starting with a slash.");
    }
    if (local.indexOf('\0') >= 0) {
      throw TableOptions.invalid("path contains a zero byte");
    }
  }

  private List<String> array() {
    List<String> paths = new ArrayList<>();
    position = 1;
    skipSpaces();
    while (true) {
      paths.add(quoted());
      skipSpaces();
      char next = next();
      if (next == ']') {
        break;
      }
      if (next != ',') {
        throw malformed();
      }
      skipSpaces();
    }
    if (position != text.length()) {
      throw malformed();
    }
    return paths;
  }

  private String quoted() {
    if (next() != '"') {
      throw malformed();
    }
    StringBuilder path = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return path.toString();
      }
      if (c == '\\') {
        c = next();
        if (c == 'u') {
          c = unicode();
        } else if (c != '"' && c != '\\' && c != '/') {
          throw malformed();
        }
      }
      path.append(c);
    }
  }

  private char unicode() {
    if (position + 4 > text.length()) {
      throw malformed();
    }
    try {
      char c = (char) Integer.parseInt(text.substring(position, position + 4), 16);
      position += 4;
      return c;
    } catch (NumberFormatException failure) {
      throw malformed();
    }
  }

  private char next() {
    if (position == text.length()) {
      throw malformed();
    }
    return text.charAt(position++);
  }

  private void skipSpaces() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private WrapperException malformed() {
    return TableOptions.invalid("path \"" + text + "\" is not a JSON array of texts")
        .withHint("Write several paths as [\"/a.csv\", \"/b.csv\"].");
  }
}
