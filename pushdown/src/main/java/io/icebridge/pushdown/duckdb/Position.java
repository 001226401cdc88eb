// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * Where a constant stands among the values a DuckDB type has.
 *
 * @param literal for {@link Kind#AT} the value itself, for {@link Kind#AFTER} the greatest value
 *     that is less; null otherwise
 */
record Position(Kind kind, String literal) {

  /** Where a constant stands. */
  enum Kind {
    /** It is one of the values. */
    AT,
    /** It lies between two of them. */
    AFTER,
    /** It is less than all of them. */
    BELOW_ALL,
    /** It is greater than all of them. */
    ABOVE_ALL
  }

  static final Position BELOW_ALL = new Position(Kind.BELOW_ALL, null);
  static final Position ABOVE_ALL = new Position(Kind.ABOVE_ALL, null);

  static Position at(String literal) {
    return new Position(Kind.AT, literal);
  }

  static Position after(String literal) {
    return new Position(Kind.AFTER, literal);
  }
}
