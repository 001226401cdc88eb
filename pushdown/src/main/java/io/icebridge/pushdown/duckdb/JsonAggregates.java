// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.List;

/** Spells the aggregates that make JSON. */
final class JsonAggregates {

  private JsonAggregates() {}

  /** {@code json_agg} and {@code jsonb_agg}. */
  static Operand array(Translator translator, AggregateInvocation call) throws NotShippable {
    requireGroups(call);
    Expression argument = call.arguments().get(0);
    if (!isBinary(call) && DuckDbType.family(argument.type()) == Family.LIST) {
      throw new NotShippable("json_agg writes arrays on lines of their own");
    }
    if (call.distinct()) {
      return text(call, ofDifferent(translator, call));
    }
    String list = "string_agg({0}, ', '{O}){F}";
    return text(
        call,
        "'[' || " + filled(list, List.of(value(translator, call, argument)), call) + " || ']'");
  }

  /** Values are told apart before they become text. */
  private static String ofDifferent(Translator translator, AggregateInvocation call)
      throws NotShippable {
    Operand value = translator.translate(call.arguments().get(0));
    if (value.shownScale() != null || value.type().family().isFloat()) {
      throw new NotShippable("values are told apart that are equal in PostgreSQL");
    }
    String list = filled("array_agg({D}{0}{O}){F}", List.of(value.sql()), call);
    return JsonTexts.elements(translator, Operand.atom(list, DuckDbType.list(value.type())), ", ");
  }

  /** {@code json_object_agg} and {@code jsonb_object_agg}. */
  static Operand object(Translator translator, AggregateInvocation call) throws NotShippable {
    requireGroups(call);
    Expression given = call.arguments().get(0);
    Operand key = translator.translate(given);
    Family family = key.type().family();
    if (call.distinct() || family != Family.VARCHAR && !family.isInteger()) {
      throw new NotShippable("keys of JSON are of type " + given.type().display());
    }
    String name = OutputTexts.of(translator, key);
    List<String> parts = List.of(name, value(translator, call, call.arguments().get(1)));
    if (!isBinary(call)) {
      String pairs = "string_agg(icebridge.json_key({0}) || ' : ' || {1}, ', '{O}){F}";
      return text(call, "'{ ' || " + filled(pairs, parts, call) + " || ' }'");
    }
    // Short keys come first, and of the pairs with equal keys the last would be kept.
    String different = filled("count(DISTINCT {0}){F} = count({0}){F}", parts, call);
    String pairs =
        filled(
            "string_agg(icebridge.json_key({0}) || ': ' || {1}, ', ' ORDER BY strlen({0}), {0}){F}",
            parts, call);
    return text(
        call,
        "CASE WHEN %s THEN '{' || %s || '}' ELSE error('icebridge: inexact JSON object with equal keys') END"
            .formatted(different, pairs));
  }

  private static String value(Translator translator, AggregateInvocation call, Expression argument)
      throws NotShippable {
    return isBinary(call)
        ? JsonTexts.normalValue(translator, argument)
        : JsonTexts.value(translator, argument);
  }

  private static String filled(String template, List<String> parts, AggregateInvocation call) {
    return Aggregates.complete(template, parts, call);
  }

  private static boolean isBinary(AggregateInvocation call) {
    return call.name().startsWith("jsonb");
  }

  private static void requireGroups(AggregateInvocation call) throws NotShippable {
    if (call.isOverWindow()) {
      throw new NotShippable(call.name() + " is computed over a window");
    }
  }

  private static Operand text(AggregateInvocation call, String sql) {
    return Operand.atom(
        "(" + sql + ")", DuckDbType.of(isBinary(call) ? Family.JSONB : Family.JSON));
  }
}
