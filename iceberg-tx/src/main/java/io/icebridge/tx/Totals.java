// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

/**
 * How much a statement sees in a table, for estimates: from the snapshot's summary and what the
 * transaction has done, without reading manifests.
 *
 * @param files data files
 * @param records rows in them, deleted ones not taken off
 * @param bytes their size
 * @param deletedPositions rows deleted by position, as far as it is known
 */
public record Totals(long files, long records, long bytes, long deletedPositions) {}
