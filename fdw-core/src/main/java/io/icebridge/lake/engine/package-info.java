// SPDX-License-Identifier: Apache-2.0
/** DuckDB inside this VM: one database, a connection for each running query, errors translated. */
package io.icebridge.lake.engine;
