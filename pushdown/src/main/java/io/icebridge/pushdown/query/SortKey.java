// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.expression.Expression.Operator;

/**
 * A target that is sorted or grouped by.
 *
 * @param reference of the target
 * @param equality by which values are the same
 * @param order by which they are sorted; null where they are only grouped
 */
public record SortKey(int reference, Operator equality, Operator order, boolean nullsFirst) {}
