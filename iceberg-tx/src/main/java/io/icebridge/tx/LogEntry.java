// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

/**
 * An action with who did it.
 *
 * @param level under which it stands or falls
 * @param command of the statement: later statements see it
 * @param base the metadata location the statement worked on; null where the transaction had made
 *     the table
 */
record LogEntry(Level level, int command, String base, Action action) {}
