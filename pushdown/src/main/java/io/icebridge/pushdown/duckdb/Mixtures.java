// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import java.util.List;

/** Values of which a row takes one or the other: of CASE, COALESCE, GREATEST and the like. */
final class Mixtures {

  private Mixtures() {}

  /** The type that holds all of them. */
  static DuckDbType type(List<Operand> operands) throws NotShippable {
    DuckDbType type = operands.get(0).type();
    for (Operand operand : operands) {
      type = type.commonWith(operand.type());
    }
    return type;
  }

  /**
   * A mixture with the display scale that it has.
   *
   * @param scale DuckDB's SQL of it where it depends on the row
   */
  static Operand shown(Operand mixture, List<Operand> operands, String scale) {
    if (mixture.type().family() != DuckDbType.Family.DECIMAL || haveOneScale(operands)) {
      return mixture;
    }
    boolean known = operands.stream().allMatch(Operand::isShownExactly);
    return mixture.shownWith(known ? scale : Operand.UNKNOWN_SCALE);
  }

  private static boolean haveOneScale(List<Operand> operands) {
    int scale = -1;
    for (Operand operand : operands) {
      if (operand.isNull()) {
        continue;
      }
      if (operand.shownScale() != null || scale >= 0 && operand.type().scale() != scale) {
        return false;
      }
      scale = operand.type().scale();
    }
    return true;
  }
}
