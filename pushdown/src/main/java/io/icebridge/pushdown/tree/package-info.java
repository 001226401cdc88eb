// SPDX-License-Identifier: Apache-2.0
/**
 * PostgreSQL's {@code nodeToString} text as a tree of nodes, lists and tokens.
 *
 * <p>Nothing here knows what a node means, so the text of every PostgreSQL version can be read: new
 * nodes and fields are simply there, absent ones are simply not. (Plans of PostgreSQL 15 write some
 * empty arrays as nothing at all; expressions and queries have none of those.)
 */
package io.icebridge.pushdown.tree;
