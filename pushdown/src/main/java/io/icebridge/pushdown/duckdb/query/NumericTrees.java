// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.pushdown.tree.NodeReader;
import io.icebridge.pushdown.tree.NodeWriter;
import io.icebridge.pushdown.tree.TreeValue;

/**
 * Trees of calculations that a query does not name. The oids are those of PostgreSQL's initial
 * catalog, which never change.
 */
final class NumericTrees {

  private NumericTrees() {}

  /** A bigint as numeric. */
  static TreeValue fromBigint(TreeValue value) {
    return function(1781, NodeWriter.write(value));
  }

  /** A numeric with a number of digits behind the point. */
  static TreeValue rounded(TreeValue value, TreeValue scale) {
    return function(1707, NodeWriter.write(value) + " " + NodeWriter.write(scale));
  }

  private static TreeValue function(int oid, String arguments) {
    return NodeReader.read(
        "{FUNCEXPR :funcid "
            + oid
            + " :funcresulttype 1700 :funcretset false :funcvariadic false :funcformat 0"
            + " :funccollid 0 :inputcollid 0 :args ("
            + arguments
            + ") :location -1}");
  }

  /** The quotient of two numerics. */
  static TreeValue quotient(TreeValue dividend, TreeValue divisor) {
    return NodeReader.read(
        "{OPEXPR :opno 1761 :opfuncid 1727 :opresulttype 1700 :opretset false :opcollid 0"
            + " :inputcollid 0 :args ("
            + NodeWriter.write(dividend)
            + " "
            + NodeWriter.write(divisor)
            + ") :location -1}");
  }
}
