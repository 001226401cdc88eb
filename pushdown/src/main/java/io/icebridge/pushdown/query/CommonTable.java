// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

/**
 * An item of WITH.
 *
 * @param materialized as the query asks for it; null where it leaves that open
 * @param refusal why it cannot run outside of PostgreSQL; null if nothing
 */
public record CommonTable(
    String name, QueryBlock query, boolean recursive, Boolean materialized, String refusal) {}
