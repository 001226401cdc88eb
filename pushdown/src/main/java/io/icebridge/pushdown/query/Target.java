// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.pushdown.tree.Node;

/**
 * An item of a SELECT list.
 *
 * @param tree as PostgreSQL wrote it
 * @param collation of its value; null where its type has none
 * @param reference by which clauses name it; 0 where none does
 * @param hidden whether it only serves a clause and is not part of the result
 */
public record Target(
    Expression expression, Node tree, Collation collation, int reference, boolean hidden) {}
