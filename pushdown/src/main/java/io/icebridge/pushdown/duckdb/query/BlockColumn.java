// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

/**
 * The PostgreSQL type of a column that a block returns.
 *
 * @param type its oid
 * @param modifier of the type, -1 where there is none
 * @param collation its oid, 0 where the type has none
 */
public record BlockColumn(long type, int modifier, long collation) {}
