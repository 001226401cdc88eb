// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.List;

/** The collations of expressions' values. */
final class NodeCollations {

  /** The fields that hold it, each in nodes of one kind. */
  private static final List<String> FIELDS =
      List.of(
          "varcollid",
          "constcollid",
          "paramcollid",
          "opcollid",
          "funccollid",
          "aggcollid",
          "wincollid",
          "resultcollid",
          "collOid",
          "casecollid",
          "coalescecollid",
          "minmaxcollid",
          "array_collid",
          "refcollid",
          "collation");

  private NodeCollations() {}

  /** The oid of the collation of an expression's value; 0 where it has none. */
  static long of(Node node) {
    for (String field : FIELDS) {
      if (node.field(field) != null) {
        return node.number(field);
      }
    }
    if (node.name().equals("SUBLINK") && node.field("subselect") instanceof Node query) {
      List<TreeValue> targets = query.list("targetList");
      // Only a scalar sub-query, or an array of one, has a value with a collation.
      return targets.isEmpty() || node.field("testexpr") instanceof Node
          ? 0
          : of((Node) ((Node) targets.get(0)).field("expr"));
    }
    return 0;
  }
}
