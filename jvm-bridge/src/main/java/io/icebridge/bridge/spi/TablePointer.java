// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * The version of a table that a statement works on.
 *
 * @param metadataLocation where the metadata is that the statement's snapshot sees; null for a
 *     table that this transaction has created
 * @param command the statement's number within its transaction, counted by PostgreSQL: a scan sees
 *     the changes of statements with smaller numbers, and a change bears the number of the
 *     statement that makes it. So no statement sees its own changes.
 */
public record TablePointer(String metadataLocation, int command) {}
