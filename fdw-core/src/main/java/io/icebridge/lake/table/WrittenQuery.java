// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import java.util.List;

/**
 * A query whose rows a writer takes.
 *
 * @param query returns the number of the row first, where rows are changed or removed; then the
 *     columns; then, where it is {@code checked}, whether the row violates a constraint
 * @param columns by their numbers
 * @param repeats whether it may return the same row of the table several times, of which one counts
 */
public record WrittenQuery(
    EngineQuery query, List<Integer> columns, boolean checked, boolean repeats) {}
