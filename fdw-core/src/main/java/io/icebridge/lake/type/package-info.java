// SPDX-License-Identifier: Apache-2.0
/** DuckDB's types, the PostgreSQL types they become, and the exact casts between them. */
package io.icebridge.lake.type;
