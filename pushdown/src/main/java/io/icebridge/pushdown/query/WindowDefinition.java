// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.expression.Expression;
import java.util.List;

/**
 * A window.
 *
 * @param number by which {@link WindowCall} names it
 * @param frame PostgreSQL's bits of frame options
 * @param startOffset of the frame; null where it has none
 * @param endOffset of the frame; null where it has none
 */
public record WindowDefinition(
    int number,
    List<SortKey> partition,
    List<SortKey> order,
    int frame,
    Expression startOffset,
    Expression endOffset) {}
