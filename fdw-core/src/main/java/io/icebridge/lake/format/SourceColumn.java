// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.type.DuckDBType;

/**
 * A column of data files.
 *
 * @param name the name PostgreSQL would have for it
 * @param sql how a query over the files refers to it
 * @param type its type as the query sees it
 */
public record SourceColumn(String name, String sql, DuckDBType type) {}
