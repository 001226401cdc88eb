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
    Operand left = translator.translate(call.arguments().get(0));
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
    String flags = call.arguments().size() < 4 ? "" : constant(call, 3, "the flags").text();
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

  /** {@code substring(text from pattern)}: the first group, where there is one. */
  static Operand part(Translator translator, Invocation call) throws NotShippable {
    Operand text = translator.translate(call.arguments().get(0));
    Constant pattern = constant(call, 1, "the regular expression");
    RegularExpression expression = ofOneMatch(call, pattern);
    boolean group = call.entry().name().equals("substring") && expression.groups() > 0;
    // A group that takes no part in the match is NULL in PostgreSQL.
    boolean always =
        !pattern.text().contains("|")
            && !pattern.text().contains(")?")
            && !pattern.text().contains(")*")
            && !pattern.text().contains("){");
    if (group && !always) {
      throw new NotShippable("a group of " + pattern.text() + " may take no part in a match");
    }
    String re2 = DuckDbLiterals.quoted(expression.re2());
    return Operand.atom(
        "CASE WHEN regexp_matches(%1$s, %2$s, 's') THEN regexp_extract(%1$s, %2$s, %3$d, 's') END"
            .formatted(text.sql(), re2, group ? 1 : 0),
        DuckDbType.of(Family.VARCHAR));
  }

  static Operand count(Translator translator, Invocation call) throws NotShippable {
    Operand text = translator.translate(call.arguments().get(0));
    Constant pattern = constant(call, 1, "the regular expression");
    RegularExpression expression = ofOneMatch(call, pattern);
    if (expression.matchesNothing()) {
      throw new NotShippable("the regular expression " + pattern.text() + " matches nothing, too");
    }
    return Operand.atom(
        "CAST(len(regexp_extract_all(%s, %s, 0, 's')) AS INTEGER)"
            .formatted(text.sql(), DuckDbLiterals.quoted(expression.re2())),
        DuckDbType.of(Family.INTEGER));
  }

  private static RegularExpression ofOneMatch(Invocation call, Constant pattern)
      throws NotShippable {
    RegularExpression expression = expression(pattern.text(), false, call.collation());
    if (!expression.matchesTheSamePart()) {
      throw new NotShippable(
          "DuckDB may find another match of the regular expression " + pattern.text());
    }
    return expression;
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

  private static RegularExpression expression(String text, boolean caseless, Collation collation)
      throws NotShippable {
    // PostgreSQL itself takes the letters of ASCII for what they are in the default collation.
    boolean known = collation.isC() || collation.name().equals("default");
    if (caseless && !known) {
      throw new NotShippable("upper and lower case follow collation " + collation.name());
    }
    return new RegularExpression(text, caseless, collation.isC());
  }

  private static Constant constant(Invocation call, int index, String what) throws NotShippable {
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
