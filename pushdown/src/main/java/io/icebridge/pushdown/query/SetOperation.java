// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.expression.Expression.Operator;
import java.util.List;

/** A tree of UNION, INTERSECT and EXCEPT. */
public sealed interface SetOperation {

  /** One of the queries: the number of the range-table entry. */
  record Leaf(int entry) implements SetOperation {}

  /**
   * Two of them taken together.
   *
   * @param equalities by which values of each column are the same; empty with ALL
   */
  record Combined(
      Kind kind, boolean all, SetOperation left, SetOperation right, List<Equality> equalities)
      implements SetOperation {}

  /** How the values of a column are told apart. */
  record Equality(
      Operator operator, io.icebridge.bridge.spi.expression.Expression.Collation collation) {}

  /** What is done. */
  enum Kind {
    UNION,
    INTERSECT,
    EXCEPT
  }
}
