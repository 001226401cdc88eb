// SPDX-License-Identifier: Apache-2.0
/** Tables over data files: estimates, scans as DuckDB SQL, what EXPLAIN says of them. */
package io.icebridge.lake.table;
