// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.pushdown.tree.Node;

/**
 * An item of a SELECT list.
 *
 * <p>Two items are equal only where they are the same.
 *
 * @param tree as PostgreSQL wrote it
 * @param collation of its value; null where its type has none
 * @param reference by which clauses name it; 0 where none does
 * @param hidden whether it only serves a clause and is not part of the result
 */
public record Target(
    Expression expression, Node tree, Collation collation, int reference, boolean hidden) {

  // Written out, as elsewhere in this room: what a record would generate is linked at its first
  // use, for which the first query of a session would wait.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
