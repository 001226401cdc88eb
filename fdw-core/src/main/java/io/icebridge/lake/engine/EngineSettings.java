// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

/**
 * How much of the machine DuckDB may use. Null or 0 leaves a setting to DuckDB.
 *
 * @param memoryLimit e.g. {@code 1GB}
 * @param threads how many threads run a query
 * @param temporaryDirectory where queries spill; null for the VM's own temporary directory
 * @param maximumTemporarySize how much may be spilled, e.g. {@code 10GB}
 */
public record EngineSettings(
    String memoryLimit, int threads, String temporaryDirectory, String maximumTemporarySize) {

  /** DuckDB's own choice everywhere. */
  public static EngineSettings defaults() {
    return new EngineSettings(null, 0, null, null);
  }
}
