// SPDX-License-Identifier: Apache-2.0
/**
 * Which PostgreSQL expressions mean exactly the same in DuckDB, and how they are spelled there.
 *
 * <p>{@link io.icebridge.pushdown.duckdb.AllowList} is the one place that names them. What is not
 * named there stays in PostgreSQL.
 */
package io.icebridge.pushdown.duckdb;
