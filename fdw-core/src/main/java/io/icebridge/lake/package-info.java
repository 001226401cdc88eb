// SPDX-License-Identifier: Apache-2.0
/** The lake wrapper: data files as tables, scanned by DuckDB. */
package io.icebridge.lake;
