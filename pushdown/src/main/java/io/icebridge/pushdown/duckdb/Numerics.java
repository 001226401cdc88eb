// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Arithmetic of numerics, with the digits that PostgreSQL gives its results. */
final class Numerics {

  private Numerics() {}

  /** A quotient: the value is PostgreSQL's, its display scale is not known. */
  static Operand divide(Operand dividend, Operand divisor, boolean trapsAllowed)
      throws NotShippable {
    throw new NotShippable("numeric division chooses its digits by the values");
  }
}
