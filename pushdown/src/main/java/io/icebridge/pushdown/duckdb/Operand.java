// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import java.util.Objects;

/**
 * A part that has been translated.
 *
 * @param sql DuckDB's SQL of it
 * @param binding how tightly its text holds together
 * @param type null where it is of a type that can only be tested for NULL
 * @param shownScale of a numeric whose display scale in PostgreSQL depends on the row: DuckDB's SQL
 *     of it, an INTEGER, or {@link #UNKNOWN_SCALE}; null where the scale is that of the type
 * @param key an atom that is equal, less and greater where the value is, perhaps of another type:
 *     DuckDB sees through it to what files say about their columns; null where {@code sql} is it
 */
public record Operand(String sql, Binding binding, DuckDbType type, String shownScale, String key) {

  /** The display scale is not computed: the value is right, but its text may have other zeros. */
  public static final String UNKNOWN_SCALE = "?";

  /** How tightly a text holds together, the loosest last. */
  public enum Binding {
    /** Fits anywhere. */
    ATOM,
    /** An operator other than AND and OR. */
    PREDICATE,
    /** AND or OR. */
    LOGICAL
  }

  /** A part that is its own key. */
  public Operand(String sql, Binding binding, DuckDbType type, String shownScale) {
    this(sql, binding, type, shownScale, null);
  }

  /** A part whose display scale is that of its type. */
  public Operand(String sql, Binding binding, DuckDbType type) {
    this(sql, binding, type, null);
  }

  /** A part that holds together in any place. */
  public static Operand atom(String sql, DuckDbType type) {
    return new Operand(sql, Binding.ATOM, type);
  }

  /**
   * A column that is a smallint in PostgreSQL. Where it is read from an INTEGER, whose values are
   * known to fit, the cast keeps what is computed with it a SMALLINT's.
   */
  public static Operand smallint(String column) {
    return new Operand(
        "CAST(" + column + " AS SMALLINT)",
        Binding.ATOM,
        DuckDbType.of(DuckDbType.Family.SMALLINT),
        null,
        column);
  }

  /** A condition whose outermost operator is neither AND nor OR. */
  public static Operand predicate(String sql) {
    return new Operand(sql, Binding.PREDICATE, DuckDbType.of(DuckDbType.Family.BOOLEAN));
  }

  static Operand logical(String sql) {
    return new Operand(sql, Binding.LOGICAL, DuckDbType.of(DuckDbType.Family.BOOLEAN));
  }

  /** The same value with another display scale. */
  Operand shownWith(String scale) {
    return new Operand(sql, binding, type, scale, key);
  }

  /** What to compare, to sort and to group by in its place. */
  public String asKey() {
    return key != null ? key : atom();
  }

  /** Whether it is a smallint that may also be had as an INTEGER, by its key. */
  public boolean isWidened() {
    return key != null && type.family() == DuckDbType.Family.SMALLINT;
  }

  /** The argument of a function for which a wider type of whole numbers is as good. */
  String asWide() {
    return isWidened() ? key : sql;
  }

  /** The value as a whole number, of its type or of a wider one; any other value as it is. */
  public String asNumber() {
    return type != null && type.family().isInteger() ? asKey() : atom();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Operand operand
        && sql.equals(operand.sql)
        && binding == operand.binding
        && Objects.equals(type, operand.type)
        && Objects.equals(shownScale, operand.shownScale)
        && Objects.equals(key, operand.key);
  }

  @Override
  public int hashCode() {
    return sql.hashCode();
  }

  /** The text as an operand of anything. */
  public String atom() {
    return binding == Binding.ATOM ? sql : "(" + sql + ")";
  }

  /** The text as an operand of AND and OR. */
  public String sqlUnderAnd() {
    return binding == Binding.LOGICAL ? "(" + sql + ")" : sql;
  }

  /** Whether this is the constant NULL. */
  boolean isNull() {
    return sql.startsWith("CAST(NULL AS ");
  }

  /** Whether the text PostgreSQL shows of it is known, not only the value. */
  public boolean isShownExactly() {
    return !UNKNOWN_SCALE.equals(shownScale);
  }

  /** DuckDB's SQL of the display scale, which must be known. */
  public String shownScaleSql() {
    return shownScale != null ? shownScale : Integer.toString(type.scale());
  }
}
