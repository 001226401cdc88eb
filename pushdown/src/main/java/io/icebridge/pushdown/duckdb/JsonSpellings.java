// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.ArrayList;
import java.util.List;

/** Spells how values are taken out of JSON, by JSON pointers. */
final class JsonSpellings {

  private JsonSpellings() {}

  /**
   * A place in a JSON value.
   *
   * @param conditions that have to hold for it to be there
   * @param pointer to it
   */
  private record Place(Operand json, List<String> conditions, String pointer) {}

  /** {@code json -> 'a' ->> 'b'} with constants for keys. */
  static Operand text(Translator translator, Invocation call) throws NotShippable {
    return leaf(place(translator, call.arguments().get(0), call.arguments().get(1)));
  }

  /** {@code json #>> '{a,0,b}'} with a constant for the path. */
  static Operand pathText(Translator translator, Invocation call) throws NotShippable {
    Operand json = translator.translate(call.arguments().get(0));
    if (!(Translator.withoutRelabels(call.arguments().get(1)) instanceof Constant path)
        || path.isNull()) {
      throw new NotShippable("a path of JSON is no constant");
    }
    List<String> steps =
        path.elements() != null ? path.elements() : ArrayText.elements(path.text());
    if (steps.isEmpty()) {
      throw new NotShippable("a path of JSON is empty");
    }
    List<String> conditions = new ArrayList<>();
    StringBuilder pointer = new StringBuilder();
    for (String step : steps) {
      conditions.add(
          "icebridge.json_holder(%s, '%s', %s)"
              .formatted(json.sql(), pointer, step != null && isIndex(step)));
      if (step == null || !isIndex(step) && isNumber(step)) {
        throw new NotShippable("the path of JSON has the step " + step);
      }
      pointer.append('/').append(escaped(step));
    }
    return leaf(new Place(json, conditions, "'" + pointer + "'"));
  }

  /** Whether a step is written as JSON pointers write the place of an element. */
  private static boolean isIndex(String step) {
    return step.matches("0|[1-9][0-9]{0,8}");
  }

  /** Whether PostgreSQL may take it for the place of an element. */
  private static boolean isNumber(String step) {
    return step.matches("\\s*[+-]?[0-9].*");
  }

  private static Operand leaf(Place place) {
    String sql =
        "CASE WHEN "
            + String.join(" AND ", place.conditions())
            + " THEN icebridge.json_leaf("
            + place.json().sql()
            + ", "
            + place.pointer()
            + ") END";
    return Operand.atom(sql, DuckDbType.of(Family.VARCHAR));
  }

  /** {@code json ? 'key'}, which for arrays and texts asks for something else. */
  static Operand exists(Translator translator, Invocation call) throws NotShippable {
    Place holder = container(translator, call.arguments().get(0));
    Place place = place(translator, call.arguments().get(0), call.arguments().get(1));
    List<String> conditions = new ArrayList<>(holder.conditions());
    String json = holder.json().sql();
    String type = "json_type(%s, %s)".formatted(json, holder.pointer());
    conditions.add(type + " IS NOT NULL");
    return Operand.atom(
        "CASE WHEN %s THEN CASE %s".formatted(String.join(" AND ", conditions), type)
            + " WHEN 'OBJECT' THEN json_exists(%s, %s)".formatted(json, place.pointer())
            + " WHEN 'ARRAY' THEN error('icebridge: inexact search of JSON')"
            + " WHEN 'VARCHAR' THEN error('icebridge: inexact search of JSON')"
            + " ELSE FALSE END END",
        DuckDbType.of(Family.BOOLEAN));
  }

  private static Place place(Translator translator, Expression container, Expression key)
      throws NotShippable {
    Place outer = container(translator, container);
    if (!(Translator.withoutRelabels(key) instanceof Constant constant) || constant.isNull()) {
      throw new NotShippable("a key of JSON is no constant");
    }
    boolean index = constant.type().is("int4");
    String json = outer.json().sql();
    List<String> conditions = new ArrayList<>(outer.conditions());
    String holder = outer.pointer();
    conditions.add("icebridge." + holder(outer.json(), index) + "(" + json + ", " + holder + ")");
    String step = index ? constant.text() : escaped(constant.text());
    if (step.startsWith("-") && index) {
      throw new NotShippable("an element of JSON is counted from the end");
    }
    String path = holder.substring(1, holder.length() - 1) + "/" + step;
    return new Place(outer.json(), conditions, "'" + path + "'");
  }

  /** The macro for the kind of value that has such keys; jsonb takes scalars for arrays. */
  private static String holder(Operand json, boolean index) {
    if (!index) {
      return "json_object";
    }
    return json.type().family() == Family.JSONB ? "jsonb_array" : "json_array";
  }

  private static Place container(Translator translator, Expression container) throws NotShippable {
    boolean step =
        container instanceof OperatorCall call
            && call.operator().name().equals("->")
            && "pg_catalog".equals(call.operator().schema());
    if (step) {
      OperatorCall call = (OperatorCall) container;
      return place(translator, call.arguments().get(0), call.arguments().get(1));
    }
    return new Place(translator.translate(container), List.of(), "''");
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1").replace("'", "''");
  }
}
