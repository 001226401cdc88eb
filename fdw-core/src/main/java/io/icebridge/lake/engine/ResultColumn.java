// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

/**
 * A column of a query.
 *
 * @param type DuckDB's spelling of its type, e.g. {@code STRUCT(a INTEGER, b VARCHAR[])}
 */
public record ResultColumn(String name, String type) {}
