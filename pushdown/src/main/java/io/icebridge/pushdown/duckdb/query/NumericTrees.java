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

  private static final int BOOL = 16;
  private static final int INT4 = 23;
  private static final int INT8 = 20;
  private static final int FLOAT8 = 701;
  private static final int INTERVAL = 1186;
  private static final int NUMERIC = 1700;

  private NumericTrees() {}

  /** A bigint as numeric. */
  static TreeValue fromBigint(TreeValue value) {
    return function(1781, NUMERIC, value);
  }

  /** A numeric with a number of digits behind the point. */
  static TreeValue rounded(TreeValue value, TreeValue scale) {
    return function(1707, NUMERIC, value, scale);
  }

  /** The quotient of two numerics. */
  static TreeValue quotient(TreeValue dividend, TreeValue divisor) {
    return operator(1761, 1727, NUMERIC, dividend, divisor);
  }

  /** An interval divided by a bigint. */
  static TreeValue intervalQuotient(TreeValue dividend, TreeValue divisor) {
    return operator(1585, 1326, INTERVAL, dividend, function(482, FLOAT8, divisor));
  }

  /**
   * The variance as PostgreSQL computes it of exact numbers; NULL where {@code rows} is.
   *
   * @param rows how many there are, a bigint
   */
  static TreeValue variance(TreeValue sum, TreeValue squares, TreeValue rows, boolean sample) {
    TreeValue number = fromBigint(rows);
    TreeValue spread =
        operator(
            1759,
            1725,
            NUMERIC,
            operator(1760, 1726, NUMERIC, number, squares),
            operator(1760, 1726, NUMERIC, sum, sum));
    TreeValue zero = fromBigint(operator(685, 464, INT8, rows, rows));
    // The square of the number of rows, or its product with the number below.
    TreeValue divisor =
        sample
            ? operator(1759, 1725, NUMERIC, operator(1760, 1726, NUMERIC, number, number), number)
            : operator(1760, 1726, NUMERIC, number, number);
    return NodeReader.read(
        "{CASEEXPR :casetype 1700 :casecollid 0 :arg <> :args ({CASEWHEN :expr "
            + NodeWriter.write(operator(1756, 1720, BOOL, spread, zero))
            + " :result "
            + NodeWriter.write(quotient(spread, divisor))
            + " :location -1}) :defresult "
            + NodeWriter.write(zero)
            + " :location -1}");
  }

  /**
   * The square root of a variance with as many digits as that has.
   *
   * @param margin how many digits more than twice as many decide how the last one is rounded
   */
  static TreeValue deviation(TreeValue variance, TreeValue margin) {
    TreeValue scale = function(3281, INT4, variance);
    TreeValue longer =
        rounded(variance, operator(551, 177, INT4, operator(551, 177, INT4, scale, scale), margin));
    return rounded(function(1730, NUMERIC, longer), scale);
  }

  private static TreeValue function(int oid, int type, TreeValue... arguments) {
    return NodeReader.read(
        "{FUNCEXPR :funcid "
            + oid
            + " :funcresulttype "
            + type
            + " :funcretset false :funcvariadic false :funcformat 0"
            + " :funccollid 0 :inputcollid 0 :args ("
            + written(arguments)
            + ") :location -1}");
  }

  private static TreeValue operator(int oid, int function, int type, TreeValue... arguments) {
    return NodeReader.read(
        "{OPEXPR :opno "
            + oid
            + " :opfuncid "
            + function
            + " :opresulttype "
            + type
            + " :opretset false :opcollid 0 :inputcollid 0 :args ("
            + written(arguments)
            + ") :location -1}");
  }

  private static String written(TreeValue... arguments) {
    StringBuilder text = new StringBuilder();
    for (TreeValue argument : arguments) {
      text.append(text.length() == 0 ? "" : " ").append(NodeWriter.write(argument));
    }
    return text.toString();
  }
}
