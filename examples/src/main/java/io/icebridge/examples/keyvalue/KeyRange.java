// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/** The keys that meet all conditions of a scan. */
final class KeyRange {

  private static final char ESCAPE = '\\';

  /** The only keys that can meet the conditions; null for any. */
  private NavigableSet<String> keys;

  private String from;
  private boolean fromInclusive = true;
  private String to;
  private boolean toInclusive = true;
  private boolean empty;

  private KeyRange() {}

  /** The range of conditions whose parameters are known. */
  static KeyRange of(List<Expression> quals, String keyColumn) {
    KeyRange range = new KeyRange();
    for (Expression qual : quals) {
      range.narrow(KeyCondition.of(qual, keyColumn));
    }
    return range;
  }

  private void narrow(KeyCondition condition) {
    if (condition == null) {
      // A parameter has turned out to be an array of several dimensions.
      return;
    }
    Constant constant = (Constant) condition.values();
    if (constant.isNull()) {
      // No comparison with NULL is true.
      empty = true;
      return;
    }
    switch (condition.kind()) {
      case EQUAL -> only(List.of(condition.value()));
      case ANY -> {
        if (constant.elements() != null) {
          only(constant.elements().stream().filter(Objects::nonNull).toList());
        }
      }
      case LESS -> below(condition.value(), false);
      case LESS_OR_EQUAL -> below(condition.value(), true);
      case GREATER -> above(condition.value(), false);
      case GREATER_OR_EQUAL -> above(condition.value(), true);
      case LIKE -> startingWith(prefix(condition.value()));
    }
  }

  private void only(List<String> some) {
    if (keys == null) {
      keys = new TreeSet<>(Utf8Order.COMPARATOR);
      keys.addAll(some);
    } else {
      keys.retainAll(some);
    }
  }

  private void above(String bound, boolean inclusive) {
    int order = from == null ? 1 : Utf8Order.COMPARATOR.compare(bound, from);
    if (order > 0 || order == 0 && !inclusive) {
      from = bound;
      fromInclusive = inclusive;
    }
  }

  private void below(String bound, boolean inclusive) {
    int order = to == null ? -1 : Utf8Order.COMPARATOR.compare(bound, to);
    if (order < 0 || order == 0 && !inclusive) {
      to = bound;
      toInclusive = inclusive;
    }
  }

  /** Keys with a prefix lie between it and the next string that does not begin with it. */
  private void startingWith(String prefix) {
    if (!prefix.isEmpty()) {
      above(prefix, true);
      String end = successor(prefix);
      if (end != null) {
        below(end, false);
      }
    }
  }

  /** The first string behind all that begin with a prefix; null where nothing is behind them. */
  private static String successor(String prefix) {
    int length = prefix.length();
    while (length > 0) {
      int last = prefix.codePointBefore(length);
      length -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        // No character lies between the two ends of the surrogates.
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return prefix.substring(0, length) + Character.toString(next);
      }
    }
    return null;
  }

  /** What stands before the first wildcard of a pattern. */
  private static String prefix(String pattern) {
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%' || c == '_') {
        break;
      }
      if (c == ESCAPE && ++i == pattern.length()) {
        // PostgreSQL's own check of the pattern will say that this is an error.
        break;
      }
      prefix.append(pattern.charAt(i));
    }
    return prefix.toString();
  }

  /**
   * Looks up what the range holds.
   *
   * @param limit the most rows to return, or -1
   * @return keys and the numbers of their values as they are now, in order
   */
  List<Map.Entry<String, Integer>> select(
      NavigableMap<String, Integer> rows, boolean descending, long limit) {
    List<Map.Entry<String, Integer>> selected = new ArrayList<>();
    long most = limit < 0 ? Long.MAX_VALUE : limit;
    if (empty) {
      return selected;
    }
    if (keys != null) {
      for (String key : descending ? keys.descendingSet() : keys) {
        Integer number = contains(key) ? rows.get(key) : null;
        if (number != null && selected.size() < most) {
          selected.add(Map.entry(key, number));
        }
      }
      return selected;
    }
    NavigableMap<String, Integer> within = within(rows);
    for (Map.Entry<String, Integer> entry :
        (descending ? within.descendingMap() : within).entrySet()) {
      if (selected.size() >= most) {
        break;
      }
      selected.add(Map.entry(entry.getKey(), entry.getValue()));
    }
    return selected;
  }

  private NavigableMap<String, Integer> within(NavigableMap<String, Integer> rows) {
    if (from != null && to != null && Utf8Order.COMPARATOR.compare(from, to) > 0) {
      return Collections.emptyNavigableMap();
    }
    NavigableMap<String, Integer> within = from == null ? rows : rows.tailMap(from, fromInclusive);
    return to == null ? within : within.headMap(to, toInclusive);
  }

  private boolean contains(String key) {
    int afterFrom = from == null ? 1 : Utf8Order.COMPARATOR.compare(key, from);
    int beforeTo = to == null ? -1 : Utf8Order.COMPARATOR.compare(key, to);
    return (afterFrom > 0 || afterFrom == 0 && fromInclusive)
        && (beforeTo < 0 || beforeTo == 0 && toInclusive);
  }

  /** For EXPLAIN. */
  @Override
  public String toString() {
    if (empty) {
      return "none";
    }
    List<String> parts = new ArrayList<>();
    if (keys != null) {
      parts.add(keys.size() == 1 ? "\"" + keys.first() + "\"" : keys.size() + " keys");
    }
    if (from != null) {
      parts.add((fromInclusive ? ">= \"" : "> \"") + from + "\"");
    }
    if (to != null) {
      parts.add((toInclusive ? "<= \"" : "< \"") + to + "\"");
    }
    return parts.isEmpty() ? "all" : String.join(", ", parts);
  }
}
