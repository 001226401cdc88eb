// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

/**
 * Where a value stands, for errors about it.
 *
 * @param column the column's name
 * @param file the DuckDB expression for the file's path
 */
public record Place(String column, String file) {}
