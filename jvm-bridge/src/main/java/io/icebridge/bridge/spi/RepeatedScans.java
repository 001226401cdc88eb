// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * A table in which to find a few rows costs about as much as to read all of them.
 *
 * <p>Where a statement repeats a scan with other parameters (a sub-plan that is run for each outer
 * row, the inner side of a nested loop), PostgreSQL may then read the rows that do not depend on
 * the parameters once and keep them in memory until the statement ends.
 */
public interface RepeatedScans extends Table {}
