// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.ArrayList;
import java.util.List;

/** Reads DuckDB's spelling of types, as its catalog and its statements' descriptions print it. */
final class DuckDBTypeParser {

  private final String text;
  private int position;

  DuckDBTypeParser(String text) {
    this.text = text;
  }

  DuckDBType parse() {
    DuckDBType type = type();
    if (position != text.length()) {
      throw unexpected();
    }
    return type;
  }

  private DuckDBType type() {
    int start = position;
    DuckDBType type = base(start);
    while (position < text.length() && text.charAt(position) == '[') {
      int close = text.indexOf(']', position);
      boolean sized = close > position + 1;
      position = close + 1;
      type =
          new DuckDBType(
              sized ? "ARRAY" : "LIST",
              0,
              0,
              List.of(new DuckDBType.Field("element", type)),
              text.substring(start, position));
    }
    return type;
  }

  private DuckDBType base(int start) {
    String name = name();
    boolean parameters = position < text.length() && text.charAt(position) == '(';
    if (!parameters) {
      return new DuckDBType(canonical(name), 0, 0, List.of(), text.substring(start, position));
    }
    position++;
    switch (name) {
      case "STRUCT":
      case "UNION":
        return new DuckDBType(name, 0, 0, fields(), text.substring(start, position));
      case "MAP":
        return map(start);
      case "DECIMAL":
        return decimal(start);
      default:
        // Parameters that do not matter here, such as the labels of an ENUM.
        skipParameters();
        return new DuckDBType(canonical(name), 0, 0, List.of(), text.substring(start, position));
    }
  }

  private DuckDBType map(int start) {
    DuckDBType key = type();
    expect(',');
    skipSpaces();
    DuckDBType value = type();
    expect(')');
    return new DuckDBType(
        "MAP",
        0,
        0,
        List.of(new DuckDBType.Field("key", key), new DuckDBType.Field("value", value)),
        text.substring(start, position));
  }

  private DuckDBType decimal(int start) {
    int comma = text.indexOf(',', position);
    int close = text.indexOf(')', position);
    int precision = Integer.parseInt(text.substring(position, comma).trim());
    int scale = Integer.parseInt(text.substring(comma + 1, close).trim());
    position = close + 1;
    return new DuckDBType("DECIMAL", precision, scale, List.of(), text.substring(start, position));
  }

  private List<DuckDBType.Field> fields() {
    List<DuckDBType.Field> fields = new ArrayList<>();
    do {
      skipSpaces();
      String name = fieldName();
      skipSpaces();
      fields.add(new DuckDBType.Field(name, type()));
    } while (accept(','));
    expect(')');
    return fields;
  }

  private String fieldName() {
    if (current() == '"') {
      return quoted();
    }
    int start = position;
    while (current() != ' ') {
      position++;
    }
    return text.substring(start, position);
  }

  private String quoted() {
    StringBuilder name = new StringBuilder();
    position++;
    while (true) {
      char next = current();
      position++;
      if (next != '"') {
        name.append(next);
      } else if (position < text.length() && text.charAt(position) == '"') {
        name.append('"');
        position++;
      } else {
        return name.toString();
      }
    }
  }

  /** A type's name, which may have several words. */
  private String name() {
    if (position < text.length() && text.charAt(position) == '"') {
      return quoted();
    }
    int start = position;
    while (position < text.length() && "(),[]".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    if (position == start) {
      throw unexpected();
    }
    return text.substring(start, position);
  }

  private static String canonical(String name) {
    switch (name) {
      case "TIMESTAMP WITH TIME ZONE":
        return "TIMESTAMPTZ";
      case "TIMESTAMP_NS WITH TIME ZONE":
        return "TIMESTAMPTZ_NS";
      case "TIME WITH TIME ZONE":
        return "TIMETZ";
      default:
        return name;
    }
  }

  private void skipParameters() {
    int depth = 1;
    boolean inText = false;
    while (depth > 0) {
      char next = current();
      position++;
      if (next == '\'') {
        inText = !inText;
      } else if (!inText && next == '(') {
        depth++;
      } else if (!inText && next == ')') {
        depth--;
      }
    }
  }

  /** A name with a zero byte, in a corrupted file, ends a type's text before its time. */
  private char current() {
    if (position >= text.length()) {
      throw unexpected();
    }
    return text.charAt(position);
  }

  private void skipSpaces() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
  }

  private boolean accept(char wanted) {
    if (position < text.length() && text.charAt(position) == wanted) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw unexpected();
    }
  }

  private WrapperException unexpected() {
    return WrapperException.of(SqlState.DATA_CORRUPTED, "could not read the type of a column")
        .withDetail("It cannot be read at position " + position + " of \"" + text + "\".");
  }
}
