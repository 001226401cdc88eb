// SPDX-License-Identifier: Apache-2.0
/**
 * Whole queries in DuckDB's SQL: which parts of a query run there, and how they are spelled.
 *
 * <p>Every range-table entry has an alias that is used once in a statement, and every column is
 * named with it, so that no name can be taken for another and no alias of a SELECT list for a
 * column.
 */
package io.icebridge.pushdown.duckdb.query;
