// SPDX-License-Identifier: Apache-2.0
/** Whole queries over lake tables, run by DuckDB. */
package io.icebridge.lake.query;
