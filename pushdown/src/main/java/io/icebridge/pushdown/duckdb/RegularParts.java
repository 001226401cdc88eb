// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.ArrayList;
import java.util.List;

/** Spells functions that take out, count or split at what a regular expression matches. */
final class RegularParts {

  private static final DuckDbType TEXT = DuckDbType.of(Family.VARCHAR);

  private RegularParts() {}

  /** {@code regexp_like} with flags. */
  static Operand like(Translator translator, Invocation call) throws NotShippable {
    return Patterns.matches(translator, call, isCaseless(call, 2), false);
  }

  /** {@code substring(text from pattern)}: the first group, where there is one. */
  static Operand part(Translator translator, Invocation call) throws NotShippable {
    String text = translator.translate(call.arguments().get(0)).sql();
    RegularExpression expression = ofOneMatch(call, false);
    boolean group = call.entry().name().equals("substring") && expression.groups() > 0;
    if (group) {
      requireGroups(call);
    }
    String re2 = DuckDbLiterals.quoted(expression.re2());
    return Operand.atom(whereMatched(text, re2, extract(text, re2, group ? 1 : 0)), TEXT);
  }

  /** {@code regexp_match}: the groups of the first match, or all of it where there are none. */
  static Operand match(Translator translator, Invocation call) throws NotShippable {
    String text = translator.translate(call.arguments().get(0)).sql();
    RegularExpression expression = ofOneMatch(call, isCaseless(call, 2));
    if (expression.groups() > 0) {
      requireGroups(call);
    }
    String re2 = DuckDbLiterals.quoted(expression.re2());
    List<String> parts = new ArrayList<>();
    for (int group = Math.min(1, expression.groups()); group <= expression.groups(); group++) {
      parts.add(extract(text, re2, group));
    }
    return Operand.atom(
        whereMatched(text, re2, "[" + String.join(", ", parts) + "]"), DuckDbType.list(TEXT));
  }

  static Operand count(Translator translator, Invocation call) throws NotShippable {
    String text = translator.translate(call.arguments().get(0)).sql();
    String re2 = ofSomething(call, isCaseless(call, 3));
    return Operand.atom(
        "CAST(len(regexp_extract_all(%s, %s, 0, 's')) AS INTEGER)".formatted(text, re2),
        DuckDbType.of(Family.INTEGER));
  }

  /** {@code regexp_split_to_array}. */
  static Operand split(Translator translator, Invocation call) throws NotShippable {
    String text = translator.translate(call.arguments().get(0)).sql();
    String re2 = ofSomething(call, isCaseless(call, 2));
    return Operand.atom(
        "string_split_regex(%s, %s, 's')".formatted(text, re2), DuckDbType.list(TEXT));
  }

  private static String whereMatched(String text, String re2, String value) {
    return "CASE WHEN regexp_matches(%s, %s, 's') THEN %s END".formatted(text, re2, value);
  }

  private static String extract(String text, String re2, int group) {
    return "regexp_extract(%s, %s, %d, 's')".formatted(text, re2, group);
  }

  private static boolean isCaseless(Invocation call, int index) throws NotShippable {
    String flags = Patterns.flags(call, index);
    if (!flags.isEmpty() && !flags.equals("i")) {
      throw new NotShippable("the flags " + flags + " of a regular expression");
    }
    return !flags.isEmpty();
  }

  /** A group that takes no part in the match is NULL in PostgreSQL. */
  private static void requireGroups(Invocation call) throws NotShippable {
    String pattern = pattern(call).text();
    for (String choice : new String[] {"|", ")?", ")*", "){"}) {
      if (pattern.contains(choice)) {
        throw new NotShippable("a group of " + pattern + " may take no part in a match");
      }
    }
  }

  /** The expression for RE2 of which each match has a character. */
  private static String ofSomething(Invocation call, boolean caseless) throws NotShippable {
    RegularExpression expression = ofOneMatch(call, caseless);
    if (expression.matchesNothing()) {
      throw new NotShippable(
          "the regular expression " + pattern(call).text() + " matches nothing, too");
    }
    return DuckDbLiterals.quoted(expression.re2());
  }

  private static RegularExpression ofOneMatch(Invocation call, boolean caseless)
      throws NotShippable {
    Constant pattern = pattern(call);
    RegularExpression expression = Patterns.expression(pattern.text(), caseless, call.collation());
    if (!expression.matchesTheSamePart()) {
      throw new NotShippable(
          "DuckDB may find another match of the regular expression " + pattern.text());
    }
    return expression;
  }

  private static Constant pattern(Invocation call) throws NotShippable {
    return Patterns.constant(call, 1, "the regular expression");
  }
}
