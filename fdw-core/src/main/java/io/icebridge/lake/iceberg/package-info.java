// SPDX-License-Identifier: Apache-2.0
/** Iceberg tables: options, types, which files a statement sees, and their scans as DuckDB SQL. */
package io.icebridge.lake.iceberg;
