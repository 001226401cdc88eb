// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import java.util.List;

/** The conditions of the allow-list's lines. */
final class Conditions {

  private static final int SMALL = 10_000;

  private Conditions() {}

  /** Checks all conditions of a line that do not depend on the operands' types in DuckDB. */
  static void require(Invocation call, boolean trapsAllowed) throws NotShippable {
    for (String condition : call.entry().conditions()) {
      int colon = condition.indexOf(':');
      if (colon < 0) {
        require(condition, call, trapsAllowed);
      } else {
        int number = Integer.parseInt(condition.substring(colon + 1));
        require(condition.substring(0, colon), number, call.arguments().get(number - 1));
      }
    }
  }

  private static void require(String condition, Invocation call, boolean trapsAllowed)
      throws NotShippable {
    switch (condition) {
      case "ordered" -> {
        // Of aggregates, which look for themselves.
      }
      case "C", "bytes", "deterministic" ->
          requireCollation(call.entry().conditions(), call.described(), call.collation());
      case "traps" -> requireTraps(call, trapsAllowed);
      default -> throw new IllegalArgumentException("there is no condition " + condition);
    }
  }

  /** Where DuckDB may fail and PostgreSQL not, or with an error of its own. */
  static void requireTraps(Invocation call, boolean trapsAllowed) throws NotShippable {
    if (!trapsAllowed) {
      throw new NotShippable(
          call.described() + " may fail in DuckDB when rows have already been returned");
    }
  }

  private static void require(String condition, int number, Expression argument)
      throws NotShippable {
    switch (condition) {
      case "fraction" -> {
        requireConstant(number, argument);
        requireFraction(number, (Constant) Translator.withoutRelabels(argument));
      }
      case "constant" -> requireConstant(number, argument);
      case "below_32" -> {
        requireAtLeast(0, number, argument);
        requireLess(32, number, argument);
      }
      case "positive" -> requireAtLeast(1, number, argument);
      case "natural" -> requireAtLeast(0, number, argument);
      case "one" -> requireConstant("1", number, argument);
      case "small" -> requireSmall(number, argument);
      case "filled" -> requireFilled(number, argument);
      default -> throw new IllegalArgumentException("there is no condition " + condition);
    }
  }

  private static void requireConstant(int number, Expression argument) throws NotShippable {
    if (!(Translator.withoutRelabels(argument) instanceof Constant)) {
      throw new NotShippable("argument " + number + " must be a constant for DuckDB");
    }
  }

  private static void requireFraction(int number, Constant constant) throws NotShippable {
    double value = constant.isNull() ? Double.NaN : Double.parseDouble(constant.text());
    if (!(value >= 0 && value <= 1)) {
      throw new NotShippable("argument " + number + " must lie between 0 and 1 for DuckDB");
    }
  }

  private static void requireAtLeast(long least, int number, Expression argument)
      throws NotShippable {
    boolean met =
        argument instanceof Constant constant
            && !constant.isNull()
            && Long.parseLong(constant.text()) >= least;
    if (!met) {
      throw new NotShippable(
          "argument " + number + " must be a constant not less than " + least + " for DuckDB");
    }
  }

  private static void requireLess(long limit, int number, Expression argument) throws NotShippable {
    if (Long.parseLong(((Constant) argument).text()) >= limit) {
      throw new NotShippable("argument " + number + " must be less than " + limit + " for DuckDB");
    }
  }

  private static void requireConstant(String text, int number, Expression argument)
      throws NotShippable {
    if (!(argument instanceof Constant constant) || !text.equals(constant.text())) {
      throw new NotShippable("argument " + number + " must be " + text + " for DuckDB");
    }
  }

  /** A length that fits in memory; PostgreSQL has an error for those that do not. */
  private static void requireSmall(int number, Expression argument) throws NotShippable {
    boolean met =
        argument instanceof Constant constant
            && !constant.isNull()
            && Long.parseLong(constant.text()) <= SMALL;
    if (!met) {
      throw new NotShippable(
          "argument " + number + " must be a constant not greater than " + SMALL + " for DuckDB");
    }
  }

  private static void requireFilled(int number, Expression argument) throws NotShippable {
    boolean met =
        Translator.withoutRelabels(argument) instanceof Constant constant
            && !constant.isNull()
            && !constant.text().isEmpty();
    if (!met) {
      throw new NotShippable("argument " + number + " must be a text that is not empty for DuckDB");
    }
  }

  /** Checks the conditions on the collation alone. */
  static void requireCollation(List<String> conditions, String what, Collation collation)
      throws NotShippable {
    boolean met =
        (!conditions.contains("C") || collation != null && collation.isC())
            && (!conditions.contains("bytes") || collation != null && collation.byteOrder())
            && (!conditions.contains("deterministic")
                || collation != null && (collation.deterministic() || collation.byteOrder()));
    if (!met) {
      throw new NotShippable(
          what
              + (collation == null
                  ? " has no collation"
                  : " follows collation \"" + collation.name() + "\"")
              + ", DuckDB compares text by its bytes");
    }
  }
}
