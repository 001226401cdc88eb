// SPDX-License-Identifier: Apache-2.0
/** Iceberg tables and the files behind them. Knows no DuckDB and no PostgreSQL. */
package io.icebridge.tx;
