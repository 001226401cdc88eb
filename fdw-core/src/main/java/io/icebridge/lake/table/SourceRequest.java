// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.expression.Expression;
import java.util.List;

/**
 * What a query over several tables wants of one of them.
 *
 * @param columns those it looks at; may be empty, where only rows are counted
 * @param quals what is true for every row that matters; they are used to leave out files, the query
 *     applies them itself
 * @param parameters takes the values of {@code $n} in the source, behind those it already has
 * @param shown whether the query will be shown to people, not run
 */
public record SourceRequest(
    List<ColumnDefinition> columns,
    List<Expression> quals,
    List<byte[]> parameters,
    boolean shown) {}
