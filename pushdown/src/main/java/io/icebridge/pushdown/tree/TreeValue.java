// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.tree;

/** A part of a tree. Immutable. */
public sealed interface TreeValue permits Node, NodeList, Token, TokenRun {}
