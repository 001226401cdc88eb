// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * Numerics made of texts, which show as many digits as those: texts themselves, and numbers of
 * floating point, which PostgreSQL casts by their text.
 */
final class NumericTexts {

  private static final int SCALE = 18;

  private NumericTexts() {}

  static Operand ofText(Translator translator, Invocation call) throws NotShippable {
    return read(translator.translate(call.arguments().get(0)).sql());
  }

  static Operand ofFloat(Translator translator, Invocation call) throws NotShippable {
    return read(Numerics.digits(translator.translate(call.arguments().get(0))));
  }

  /** Fails where there are more digits, or an exponent. */
  private static Operand read(String text) {
    return Operand.atom(
            "icebridge.text_to_decimal(" + text + ")",
            DuckDbType.decimal(DuckDbType.MAXIMUM_PRECISION, SCALE))
        .shownWith("icebridge.fraction_digits(" + text + ")");
  }
}
