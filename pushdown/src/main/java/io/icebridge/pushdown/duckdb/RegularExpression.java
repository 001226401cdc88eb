// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern of PostgreSQL's advanced regular expressions, made of what RE2 has with the same
 * meaning, and rewritten for it. RE2 is to be told that a dot matches line ends.
 *
 * <p>Whether a text matches is the same for all of these. What part of it does is not: PostgreSQL
 * takes the longest match, RE2 the one that prefers the first alternative and greedy repetitions.
 * {@link #matchesTheSamePart} tells the patterns for which that is the same.
 */
final class RegularExpression {

  private static final int ASCII = 128;
  private static final int MOST_REPETITIONS = 255;
  private static final int WITHOUT_END = -1;
  private static final String SPECIAL = "\\.[](){}*+?^$|";

  /**
   * A part of a sequence.
   *
   * @param characters the ASCII characters it can be; null where it is longer than one character
   * @param beyond whether it can be a character beyond ASCII
   */
  private record Piece(
      BitSet characters, boolean beyond, int minimum, int maximum, boolean fixedBody) {

    boolean isVariable() {
      return minimum != maximum;
    }

    boolean isSingle() {
      return characters != null && minimum <= 1;
    }

    boolean excludes(Piece other) {
      return characters != null
          && other.characters != null
          && !characters.intersects(other.characters)
          && !(beyond && other.beyond);
    }
  }

  private final String source;
  private final boolean caseless;
  private final boolean ascii;
  private final StringBuilder re2 = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();
  private int at;
  private int groups;
  private boolean sequence = true;
  private boolean anchoredAtStart;
  private boolean anchoredAtEnd;

  /**
   * Reads a pattern.
   *
   * @param ascii whether classes of characters are those of ASCII, as in collation C
   */
  RegularExpression(String source, boolean caseless, boolean ascii) throws NotShippable {
    this.source = source;
    this.caseless = caseless;
    this.ascii = ascii;
    alternatives(pieces, true);
    if (at < source.length()) {
      throw notUnderstood();
    }
  }

  /** The pattern for RE2. */
  String re2() {
    return re2.toString();
  }

  int groups() {
    return groups;
  }

  /** Whether it can match nothing. */
  boolean matchesNothing() {
    return !sequence || pieces.stream().allMatch(piece -> piece.minimum() == 0);
  }

  /** Whether RE2 finds the same part of a text, and the same parts of it for the groups. */
  boolean matchesTheSamePart() {
    if (!sequence || pieces.stream().anyMatch(piece -> !piece.fixedBody())) {
      return false;
    }
    long variable = pieces.stream().filter(Piece::isVariable).count();
    if (variable <= 1) {
      return true;
    }
    return anchoredAtStart && anchoredAtEnd && everyLongPieceIsReachedInOneWay();
  }

  /**
   * A repetition of more than one character may be missed when what stands before it takes its
   * first characters; so nothing before it may leave a choice.
   */
  private boolean everyLongPieceIsReachedInOneWay() {
    boolean oneWay = true;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (!piece.isVariable()) {
        continue;
      }
      if (!piece.isSingle() && !oneWay) {
        return false;
      }
      Piece next = i + 1 < pieces.size() ? pieces.get(i + 1) : null;
      oneWay &= next != null && !next.isVariable() && next.minimum() > 0 && piece.excludes(next);
    }
    return true;
  }

  private void alternatives(List<Piece> into, boolean outermost) throws NotShippable {
    while (true) {
      branch(into, outermost);
      if (at == source.length() || source.charAt(at) != '|') {
        return;
      }
      sequence = false;
      at++;
      re2.append('|');
    }
  }

  private void branch(List<Piece> into, boolean outermost) throws NotShippable {
    int start = re2.length();
    if (outermost && at < source.length() && source.charAt(at) == '^') {
      at++;
      re2.append('^');
      anchoredAtStart = true;
    }
    while (at < source.length() && "|)$".indexOf(source.charAt(at)) < 0) {
      piece(into);
    }
    if (outermost && at < source.length() && source.charAt(at) == '$') {
      at++;
      re2.append('$');
      anchoredAtEnd = true;
    }
    if (re2.length() == start) {
      throw notUnderstood();
    }
  }

  private void piece(List<Piece> into) throws NotShippable {
    char c = source.charAt(at);
    if (c == '(') {
      group(into);
      return;
    }
    BitSet characters = new BitSet(ASCII);
    boolean beyond;
    if (c == '.') {
      at++;
      re2.append('.');
      characters.set(0, ASCII);
      beyond = true;
    } else if (c == '[') {
      beyond = new BracketExpression(characters).read();
    } else if (c == '\\') {
      beyond = escape(characters);
    } else if (SPECIAL.indexOf(c) >= 0) {
      throw notUnderstood();
    } else {
      beyond = literal(source.codePointAt(at), characters);
      at += Character.charCount(source.codePointAt(at));
    }
    int[] repetitions = repetitions();
    into.add(new Piece(characters, beyond, repetitions[0], repetitions[1], true));
  }

  private void group(List<Piece> into) throws NotShippable {
    boolean capturing = !source.startsWith("(?", at);
    if (!capturing && !source.startsWith("(?:", at)) {
      throw notUnderstood();
    }
    at += capturing ? 1 : "(?:".length();
    re2.append(capturing ? "(" : "(?:");
    groups += capturing ? 1 : 0;
    List<Piece> body = new ArrayList<>();
    alternatives(body, false);
    if (at == source.length() || source.charAt(at) != ')') {
      throw notUnderstood();
    }
    at++;
    re2.append(')');
    int[] repetitions = repetitions();
    if (repetitions[0] == 1 && repetitions[1] == 1) {
      into.addAll(body);
      return;
    }
    boolean fixed = body.stream().noneMatch(piece -> piece.isVariable() || !piece.fixedBody());
    into.add(new Piece(null, false, repetitions[0], repetitions[1], fixed));
  }

  /** How often what stands before may be there. */
  private int[] repetitions() throws NotShippable {
    if (at == source.length() || "*+?{".indexOf(source.charAt(at)) < 0) {
      return new int[] {1, 1};
    }
    char c = source.charAt(at);
    int[] repetitions =
        switch (c) {
          case '*' -> new int[] {0, WITHOUT_END};
          case '+' -> new int[] {1, WITHOUT_END};
          case '?' -> new int[] {0, 1};
          default -> bounds();
        };
    if (c != '{') {
      at++;
      re2.append(c);
    }
    if (at < source.length() && source.charAt(at) == '?') {
      // As few as possible.
      sequence = false;
      at++;
      re2.append('?');
    }
    if (at < source.length() && "*+?{".indexOf(source.charAt(at)) >= 0) {
      throw notUnderstood();
    }
    return repetitions;
  }

  private int[] bounds() throws NotShippable {
    int end = source.indexOf('}', at);
    String text = end < 0 ? "" : source.substring(at + 1, end);
    int comma = text.indexOf(',');
    int minimum = number(comma < 0 ? text : text.substring(0, comma));
    int maximum = minimum;
    if (comma >= 0) {
      String last = text.substring(comma + 1);
      maximum = last.isEmpty() ? WITHOUT_END : number(last);
    }
    if (maximum != WITHOUT_END && maximum < minimum) {
      throw notUnderstood();
    }
    re2.append(source, at, end + 1);
    at = end + 1;
    return new int[] {minimum, maximum};
  }

  private int number(String digits) throws NotShippable {
    boolean plain = !digits.isEmpty() && digits.length() <= 3;
    for (int i = 0; plain && i < digits.length(); i++) {
      plain = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!plain || Integer.parseInt(digits) > MOST_REPETITIONS) {
      throw notUnderstood();
    }
    return Integer.parseInt(digits);
  }

  private boolean escape(BitSet characters) throws NotShippable {
    if (at + 1 == source.length()) {
      throw notUnderstood();
    }
    char c = source.charAt(at + 1);
    String set = CharacterClasses.ofEscape(c);
    if (set != null) {
      if (!ascii) {
        throw new NotShippable("\\" + c + " in a pattern depends on the locale");
      }
      at += 2;
      boolean negated = Character.isUpperCase(c);
      re2.append(negated ? "[^" : "[").append(set).append(']');
      // Which characters these are matters little.
      characters.set(0, ASCII);
      return negated;
    }
    int literal = CharacterClasses.escaped(c);
    if (literal < 0) {
      throw notUnderstood();
    }
    at += 2;
    return literal(literal, characters);
  }

  private boolean literal(int c, BitSet characters) throws NotShippable {
    if (caseless && CharacterClasses.isLetter(c)) {
      int other = c ^ 0x20;
      re2.append('[').append((char) c).append((char) other).append(']');
      characters.set(c);
      characters.set(other);
      return false;
    }
    append(c);
    if (c < ASCII) {
      characters.set(c);
    }
    return c >= ASCII;
  }

  private void append(int c) throws NotShippable {
    if (caseless && !ascii && c >= ASCII) {
      throw new NotShippable("the case of characters beyond ASCII depends on the locale");
    }
    if (c < ASCII && !CharacterClasses.isLetter(c) && !CharacterClasses.isDigit(c)) {
      re2.append("\\x%02x".formatted(c));
    } else {
      re2.appendCodePoint(c);
    }
  }

  private NotShippable notUnderstood() {
    return new NotShippable(
        "the regular expression " + source + " is not known to mean the same in DuckDB");
  }

  /** A set in brackets. */
  private final class BracketExpression {

    private final BitSet characters;
    private boolean beyond;

    BracketExpression(BitSet characters) {
      this.characters = characters;
    }

    /** Reads it and tells whether it has characters beyond ASCII. */
    boolean read() throws NotShippable {
      at++;
      re2.append('[');
      boolean negated = at < source.length() && source.charAt(at) == '^';
      if (negated) {
        at++;
        re2.append('^');
      }
      int first = at;
      while (at < source.length() && (source.charAt(at) != ']' || at == first)) {
        member(first);
      }
      if (at == source.length()) {
        throw notUnderstood();
      }
      at++;
      re2.append(']');
      if (negated) {
        characters.flip(0, ASCII);
      }
      return beyond || negated;
    }

    private void member(int first) throws NotShippable {
      if (source.startsWith("[:", at)) {
        namedClass();
        return;
      }
      if (source.charAt(at) == '\\' && at + 1 < source.length()) {
        String set = CharacterClasses.ofEscape(source.charAt(at + 1));
        if (set != null) {
          if (!ascii || Character.isUpperCase(source.charAt(at + 1))) {
            throw notUnderstood();
          }
          at += 2;
          re2.append(set);
          characters.set(0, ASCII);
          return;
        }
      }
      int low = character(first);
      if (at + 1 < source.length() && source.charAt(at) == '-' && source.charAt(at + 1) != ']') {
        at++;
        range(low, character(at));
      } else {
        range(low, low);
      }
    }

    private int character(int first) throws NotShippable {
      int c = source.codePointAt(at);
      boolean plainHyphen = c != '-' || at == first || source.startsWith("-]", at);
      if (c == '[' || c == ']' || !plainHyphen) {
        throw notUnderstood();
      }
      if (c != '\\') {
        at += Character.charCount(c);
        return c;
      }
      int escaped = at + 1 < source.length() ? CharacterClasses.escaped(source.charAt(at + 1)) : -1;
      if (escaped < 0) {
        throw notUnderstood();
      }
      at += 2;
      return escaped;
    }

    private void range(int low, int high) throws NotShippable {
      if (low > high || caseless && low < ASCII && high >= ASCII) {
        throw notUnderstood();
      }
      append(low);
      if (high > low) {
        re2.append('-');
        append(high);
      }
      beyond |= high >= ASCII;
      for (int c = low; c <= high && c < ASCII; c++) {
        characters.set(c);
        if (caseless && CharacterClasses.isLetter(c)) {
          characters.set(c ^ 0x20);
          re2.append((char) (c ^ 0x20));
        }
      }
    }

    private void namedClass() throws NotShippable {
      int end = source.indexOf(":]", at);
      String set = end < 0 ? null : CharacterClasses.named(source.substring(at + 2, end));
      if (set == null || !ascii) {
        throw new NotShippable("a class of characters in a pattern depends on the locale");
      }
      at = end + 2;
      re2.append(set);
      characters.set(0, ASCII);
    }
  }
}
