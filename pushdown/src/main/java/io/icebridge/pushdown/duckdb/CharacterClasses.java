// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** What classes and escapes of PostgreSQL's regular expressions stand for in collation C. */
final class CharacterClasses {

  private static final String SPACE = "\\x09-\\x0d\\x20";
  private static final String DIGITS = "0-9";
  private static final String LETTERS = "A-Za-z";

  private CharacterClasses() {}

  /** The members of {@code \d} or its complement {@code \D} and the like; null for others. */
  static String ofEscape(char c) {
    return switch (c) {
      case 'd', 'D' -> DIGITS;
      case 's', 'S' -> SPACE;
      case 'w', 'W' -> LETTERS + DIGITS + "_";
      default -> null;
    };
  }

  /** The members of {@code [:name:]}; null where it is not known. */
  static String named(String name) {
    return switch (name) {
      case "alpha" -> LETTERS;
      case "digit" -> DIGITS;
      case "alnum" -> LETTERS + DIGITS;
      case "upper" -> "A-Z";
      case "lower" -> "a-z";
      case "space" -> SPACE;
      case "xdigit" -> "0-9A-Fa-f";
      default -> null;
    };
  }

  /** The character a backslash and another one stand for; -1 where that is not one character. */
  static int escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'v' -> '\u000b';
      default -> c < 0x80 && !isLetter(c) && !isDigit(c) ? c : -1;
    };
  }

  static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
