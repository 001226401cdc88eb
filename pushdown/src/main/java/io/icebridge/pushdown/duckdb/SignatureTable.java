// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.pushdown.duckdb.AllowList.Entry;
import io.icebridge.pushdown.duckdb.AllowList.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of one area of the {@link AllowList}. Any thread may ask. */
final class SignatureTable {

  private static final String SEPARATOR = " | ";

  private final String text;
  private Map<Kind, Map<String, List<Line>>> lines;

  SignatureTable(String text) {
    this.text = text;
  }

  /** A line whose columns are told apart when it is first asked for. */
  private static final class Line {

    private final String text;
    private Entry entry;

    Line(String text) {
      this.text = text;
    }

    Entry entry(Kind kind, String name) {
      // A line with several names is kept once for each.
      if (entry == null) {
        List<String> columns = split(text, SEPARATOR);
        entry =
            new Entry(
                kind,
                name,
                split(columns.get(2), ", "),
                split(columns.get(3), " "),
                columns.get(4),
                columns.size() > 5 ? columns.get(5) : null);
      }
      return entry;
    }
  }

  /** The entries of a name, in the order of their lines. */
  synchronized List<Entry> entries(Kind kind, String name) {
    List<Entry> entries = new ArrayList<>();
    for (Line line : lines(kind).getOrDefault(name, List.of())) {
      entries.add(line.entry(kind, name));
    }
    return entries;
  }

  /** All entries of a kind. */
  synchronized List<Entry> entries(Kind kind) {
    List<Entry> entries = new ArrayList<>();
    lines(kind).forEach((name, list) -> list.forEach(line -> entries.add(line.entry(kind, name))));
    return entries;
  }

  // Runs when a backend first plans a qual, so it does without regular expressions and streams.
  private Map<String, List<Line>> lines(Kind kind) {
    if (lines == null) {
      lines = new EnumMap<>(Kind.class);
      int start = 0;
      while (start < text.length()) {
        int end = text.indexOf('\n', start);
        if (end > start && text.charAt(start) != '#') {
          addLine(text.substring(start, end));
        }
        start = end + 1;
      }
    }
    return lines.getOrDefault(kind, Map.of());
  }

  private void addLine(String line) {
    int names = line.indexOf(SEPARATOR) + SEPARATOR.length();
    Kind kind = kind(line.substring(0, names - SEPARATOR.length()).strip());
    Map<String, List<Line>> byName = lines.computeIfAbsent(kind, key -> new HashMap<>());
    for (String name : split(line.substring(names, line.indexOf(SEPARATOR, names)), " ")) {
      byName.computeIfAbsent(name, key -> new ArrayList<>(4)).add(new Line(line));
    }
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "operator" -> Kind.OPERATOR;
      case "function" -> Kind.FUNCTION;
      case "aggregate" -> Kind.AGGREGATE;
      case "window" -> Kind.WINDOW;
      case "cast" -> Kind.CAST;
      default -> throw new IllegalArgumentException("the list has no kind " + name);
    };
  }

  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf(separator, start);
      String part = text.substring(start, end < 0 ? text.length() : end).strip();
      // An empty column keeps its place, other lists have no empty parts.
      if (!part.isEmpty() || separator.equals(SEPARATOR)) {
        parts.add(part);
      }
      start = end < 0 ? text.length() : end + separator.length();
    }
    return parts;
  }
}
