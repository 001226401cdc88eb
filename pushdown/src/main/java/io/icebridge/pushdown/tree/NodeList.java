// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.tree;

import java.util.List;

/** What stands in parentheses. */
public record NodeList(Kind kind, List<TreeValue> items) implements TreeValue {

  /** What a list is made of. */
  public enum Kind {
    /** Nodes, strings, or (from PostgreSQL 16) an array of numbers. */
    VALUES,
    INTEGERS,
    OIDS,
    TRANSACTION_IDS,
    BITMAPSET
  }

  /** The list that {@code <>} stands for. */
  public static final NodeList EMPTY = new NodeList(Kind.VALUES, List.of());

  public NodeList {
    items = List.copyOf(items);
  }
}
