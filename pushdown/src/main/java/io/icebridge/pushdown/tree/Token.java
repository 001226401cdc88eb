// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.tree;

/**
 * A number, word, character or string. Knows its place in the text and unescapes it only when
 * asked, since most tokens of a tree are never looked at.
 */
public final class Token implements TreeValue {

  private final String source;
  private final int start;
  private final int end;

  Token(String source, int start, int end) {
    this.source = source;
    this.start = start;
    this.end = end;
  }

  /** Whether this is {@code <>}, which stands for NULL, an empty list and the character zero. */
  public boolean isNull() {
    return end - start == 2 && source.charAt(start) == '<' && source.charAt(start + 1) == '>';
  }

  /** Whether this is a string in quotes: an item of a list of strings, or an empty string. */
  public boolean isQuoted() {
    return end - start >= 2 && source.charAt(start) == '"' && source.charAt(end - 1) == '"';
  }

  /** The text without quotes and escapes; null for {@code <>}. */
  public String text() {
    if (isNull()) {
      return null;
    }
    return isQuoted() ? unescape(start + 1, end - 1) : unescape(start, end);
  }

  /** The number this is; 0 for {@code <>}. */
  public long number() {
    if (isNull()) {
      return 0;
    }
    try {
      return Long.parseLong(source, start, end, 10);
    } catch (NumberFormatException e) {
      throw TreeErrors.malformed(source, start, "expected a whole number");
    }
  }

  /** The floating-point number this is. */
  public double decimal() {
    try {
      return Double.parseDouble(raw());
    } catch (NumberFormatException e) {
      throw TreeErrors.malformed(source, start, "expected a number");
    }
  }

  /** The text as it stands, with quotes and escapes. */
  String raw() {
    return source.substring(start, end);
  }

  boolean rawEquals(String other) {
    return end - start == other.length() && source.startsWith(other, start);
  }

  /** Whether this names a field. */
  boolean isFieldName() {
    return end - start >= 2 && source.charAt(start) == ':';
  }

  String fieldName() {
    return source.substring(start + 1, end);
  }

  int position() {
    return start;
  }

  private String unescape(int from, int to) {
    int backslash = source.indexOf('\\', from);
    if (backslash < 0 || backslash >= to) {
      return source.substring(from, to);
    }
    StringBuilder text = new StringBuilder(to - from);
    for (int at = from; at < to; at++) {
      if (source.charAt(at) == '\\' && at + 1 < to) {
        at++;
      }
      text.append(source.charAt(at));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return raw();
  }
}
