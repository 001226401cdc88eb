// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import java.util.ArrayList;
import java.util.List;

/** Spells calls as their lines of the allow-list say. */
final class Spellings {

  /** A spelling that needs more than a text with places for the operands. */
  @FunctionalInterface
  interface Spelling {
    Operand spell(Translator translator, Invocation call) throws NotShippable;
  }

  /** The place of the session's time zone in a line's text. */
  private static final String ZONE = "{Z}";

  private Spellings() {}

  static Operand spell(Translator translator, Invocation call) throws NotShippable {
    Conditions.require(call, translator.trapsAllowed());
    String spelling = call.entry().spelling();
    if (spelling.startsWith("@")) {
      return rule(spelling).spell(translator, call);
    }
    List<Operand> operands = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      operands.add(translator.translate(argument));
    }
    if (spelling.contains(ZONE)) {
      String zoned = spelling.replace(ZONE, TimeZones.ofSession(translator));
      return fill(call.spelled(zoned), operands);
    }
    return fill(call, operands);
  }

  private static Spelling rule(String name) {
    return switch (name) {
      case "@comparison" -> Comparisons::spell;
      case "@integer_add" -> (translator, call) -> Integers.sum(translator, call, "+", "add");
      case "@integer_subtract" ->
          (translator, call) -> Integers.sum(translator, call, "-", "subtract");
      default -> {
        Spelling spelling = TypeSpellings.rule(name);
        yield spelling != null ? spelling : required(Numerics.rule(name), name);
      }
    };
  }

  private static Spelling required(Spelling spelling, String name) {
    if (spelling == null) {
      throw new IllegalArgumentException("there is no spelling " + name);
    }
    return spelling;
  }

  /** The operands in the places of the line's text. */
  static Operand fill(Invocation call, List<Operand> operands) throws NotShippable {
    String sql = call.entry().spelling();
    List<String> spelled = new ArrayList<>(operands.size());
    for (Operand operand : operands) {
      spelled.add(operand.atom());
    }
    Operand.Binding binding =
        sql.startsWith("{") ? Operand.Binding.PREDICATE : Operand.Binding.ATOM;
    return new Operand(fill(sql, spelled), binding, result(call, operands));
  }

  /** Replaces {0}, {1}, … in one pass, since an argument's text may itself hold braces. */
  static String fill(String template, List<String> arguments) {
    return fill(template, arguments, null);
  }

  /** The same with the clauses of an aggregate or a window function. */
  static String fill(String template, List<String> arguments, AggregateInvocation call) {
    StringBuilder sql = new StringBuilder();
    for (int at = 0; at < template.length(); at++) {
      char next = template.charAt(at);
      if (next == '{') {
        char place = template.charAt(at + 1);
        sql.append(Character.isDigit(place) ? arguments.get(place - '0') : call.clause(place));
        at += 2;
      } else {
        sql.append(next);
      }
    }
    return sql.toString();
  }

  static DuckDbType result(Invocation call, List<Operand> operands) throws NotShippable {
    String result = call.entry().result();
    if (result == null) {
      return DuckDbType.of(call.type());
    }
    if (result.startsWith("{")) {
      return operands.get(result.charAt(1) - '0').type();
    }
    if (result.equals("list")) {
      return DuckDbType.list(operands.get(0).type());
    }
    if (result.equals("common")) {
      DuckDbType common = operands.get(0).type();
      for (Operand operand : operands) {
        common = common.commonWith(operand.type());
      }
      return common;
    }
    return result.startsWith("DECIMAL(")
        ? decimal(result)
        : DuckDbType.of(DuckDbType.Family.valueOf(result));
  }

  private static DuckDbType decimal(String sql) {
    int open = sql.indexOf('(');
    int comma = sql.indexOf(',');
    return DuckDbType.decimal(
        Integer.parseInt(sql.substring(open + 1, comma)),
        Integer.parseInt(sql.substring(comma + 1, sql.length() - 1)));
  }
}
