// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;

/** Spells LIKE, ILIKE and the operators and functions of regular expressions. */
final class Patterns {

  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";

  private Patterns() {}

  static Operand like(Translator translator, Invocation call, String keyword) throws NotShippable {
    Operand left = likened(translator, call);
    Expression pattern = Translator.withoutRelabels(call.arguments().get(1));
    if (!(pattern instanceof Constant) && translator.trapsAllowed()) {
      // PostgreSQL may not get to see the end of the pattern.
      String right = translator.translate(call.arguments().get(1)).atom();
      return Operand.predicate(left.atom() + " " + keyword + " " + right + " ESCAPE '\\'");
    }
    if (!(pattern instanceof Constant constant)) {
      throw new NotShippable("a LIKE pattern that is no constant may end in an escape character");
    }
    if (constant.isNull()) {
      return Operand.atom(DuckDbLiterals.NULL_BOOLEAN, DuckDbType.of(Family.BOOLEAN));
    }
    return Operand.predicate(left.atom() + " " + keyword + " " + pattern(constant.text()));
  }

  /** What LIKE looks at: of a {@code char(n)} also its blanks. */
  private static Operand likened(Translator translator, Invocation call) throws NotShippable {
    Expression value = call.arguments().get(0);
    return call.types().get(0).is("bpchar")
        ? Operand.atom(OutputTexts.of(translator, value), DuckDbType.of(Family.VARCHAR))
        : translator.translate(value);
  }

  /** {@code lower} and {@code upper}, whose other letters than those of ASCII are PostgreSQL's. */
  static Operand letters(Translator translator, Invocation call) throws NotShippable {
    Operand text = translator.translate(call.arguments().get(0));
    Collation collation = call.collation();
    boolean lower = call.entry().name().equals("lower");
    DuckDbType type = DuckDbType.of(Family.VARCHAR);
    if (collation != null && collation.isC()) {
      return Operand.atom(
          "translate(%s, '%s', '%s')"
              .formatted(text.sql(), lower ? UPPER : LOWER, lower ? LOWER : UPPER),
          type);
    }
    if (collation == null || !collation.asciiCase()) {
      throw new NotShippable(
          call.described()
              + (collation == null
                  ? " has no collation"
                  : " follows collation \"" + collation.name() + "\""));
    }
    Conditions.requireTraps(call, translator.trapsAllowed());
    return Operand.atom(
        "icebridge.of_ascii(%s, %s(%s))".formatted(text.sql(), call.entry().name(), text.sql()),
        type);
  }

  /** Text and pattern are compared in lower case, which depends on the locale. */
  static Operand caselessLike(Translator translator, Invocation call, String not)
      throws NotShippable {
    Operand left = translator.translate(call.arguments().get(0));
    Constant pattern = constant(call, 1, "the ILIKE pattern");
    String text = pattern.text();
    if (call.collation().isC()) {
      String lower = "translate(%s, '%s', '%s') ".formatted(left.sql(), UPPER, LOWER);
      return Operand.predicate(lower + not + "LIKE " + pattern(lowerCase(text)));
    }
    String value = left.atom();
    for (int i = 0; i < text.length(); i++) {
      boolean ascii = text.charAt(i) < 0x80;
      if (ascii && "iI_".indexOf(text.charAt(i)) < 0) {
        continue;
      }
      // A dotted capital I has several lower cases, one of which is two characters.
      if (!ascii || !call.collation().asciiCase() || !translator.trapsAllowed()) {
        throw new NotShippable("the case of " + text.charAt(i) + " depends on the locale");
      }
      value = "icebridge.with_plain_i(" + left.sql() + ")";
    }
    return Operand.predicate(value + " " + not + "ILIKE " + pattern(text));
  }

  /** Whether a regular expression matches. */
  static Operand matches(Translator translator, Invocation call, boolean caseless, boolean negated)
      throws NotShippable {
    Operand left = translator.translate(call.arguments().get(0));
    Constant pattern = constant(call, 1, "the regular expression");
    String re2 = expression(pattern.text(), caseless, call.collation()).re2();
    String sql = "regexp_matches(%s, %s, 's')".formatted(left.sql(), DuckDbLiterals.quoted(re2));
    DuckDbType type = DuckDbType.of(Family.BOOLEAN);
    return negated ? Operand.predicate("NOT " + sql) : Operand.atom(sql, type);
  }

  static Operand replace(Translator translator, Invocation call) throws NotShippable {
    Operand text = translator.translate(call.arguments().get(0));
    Constant pattern = constant(call, 1, "the regular expression");
    Constant replacement = constant(call, 2, "the replacement");
    String flags = flags(call, 3);
    if (!flags.replace("g", "").replace("i", "").isEmpty()) {
      throw new NotShippable("the flags " + flags + " of a regular expression");
    }
    RegularExpression expression =
        expression(pattern.text(), flags.contains("i"), call.collation());
    boolean all = flags.contains("g");
    if (!expression.matchesTheSamePart() || all && expression.matchesNothing()) {
      throw new NotShippable(
          "DuckDB may find another match of the regular expression " + pattern.text());
    }
    return Operand.atom(
        "regexp_replace(%s, %s, %s, '%s')"
            .formatted(
                text.sql(),
                DuckDbLiterals.quoted(expression.re2()),
                DuckDbLiterals.quoted(rewritten(replacement.text(), expression.groups())),
                all ? "gs" : "s"),
        DuckDbType.of(Family.VARCHAR));
  }

  /** The flags of a call; none where it has no such argument. */
  static String flags(Invocation call, int index) throws NotShippable {
    return call.arguments().size() <= index ? "" : constant(call, index, "the flags").text();
  }

  /** The whole match is \& in PostgreSQL and \0 in RE2. */
  private static String rewritten(String replacement, int groups) throws NotShippable {
    StringBuilder rewritten = new StringBuilder();
    for (int at = 0; at < replacement.length(); at++) {
      char c = replacement.charAt(at);
      rewritten.append(c);
      if (c != '\\') {
        continue;
      }
      at++;
      char next = at < replacement.length() ? replacement.charAt(at) : ' ';
      boolean known = next == '&' || next == '\\' || next >= '1' && next <= '0' + groups;
      if (!known) {
        throw new NotShippable("the replacement " + replacement + " may mean something else");
      }
      rewritten.append(next == '&' ? '0' : next);
    }
    return rewritten.toString();
  }

  static RegularExpression expression(String text, boolean caseless, Collation collation)
      throws NotShippable {
    // PostgreSQL itself takes the letters of ASCII for what they are in the default collation.
    boolean known = collation.isC() || collation.name().equals("default");
    if (caseless && !known) {
      throw new NotShippable("upper and lower case follow collation " + collation.name());
    }
    return new RegularExpression(text, caseless, collation.isC());
  }

  static Constant constant(Invocation call, int index, String what) throws NotShippable {
    if (Translator.withoutRelabels(call.arguments().get(index)) instanceof Constant constant
        && !constant.isNull()) {
      return constant;
    }
    throw new NotShippable(what + " of " + call.described() + " is no constant");
  }

  /** DuckDB has no escape character unless told, and its fast paths only without one. */
  private static String pattern(String text) throws NotShippable {
    int backslashes = 0;
    while (backslashes < text.length() && text.charAt(text.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    if (backslashes % 2 == 1) {
      throw new NotShippable("the LIKE pattern ends in an escape character");
    }
    return DuckDbLiterals.quoted(text) + (text.indexOf('\\') >= 0 ? " ESCAPE '\\'" : "");
  }

  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      int letter = UPPER.indexOf(lower.charAt(i));
      if (letter >= 0) {
        lower.setCharAt(i, LOWER.charAt(letter));
      }
    }
    return lower.toString();
  }
}
