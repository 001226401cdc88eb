// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.storage;

/**
 * A file and what tells one version of it from another.
 *
 * @param path as DuckDB opens it
 * @param size in bytes
 * @param version changes whenever the content may have changed
 */
public record DataFile(String path, long size, String version) {}
