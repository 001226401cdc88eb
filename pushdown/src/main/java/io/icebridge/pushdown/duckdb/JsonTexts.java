// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Coalesce;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Function;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import io.icebridge.pushdown.query.AggregateCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Spells the making of JSON, in the texts that PostgreSQL gives its values. */
final class JsonTexts {

  /** What makes jsonb in normal form, unlike a column, whose text is that of its file. */
  private static final List<String> NORMAL =
      List.of(
          "jsonb_build_object", "jsonb_build_array", "to_jsonb", "jsonb_agg", "jsonb_object_agg");

  /** What stands between the elements of an array in jsonb, and in no other JSON. */
  private static final String NORMAL_SEPARATOR = ", ";

  private JsonTexts() {}

  /** {@code json_build_object} and {@code jsonb_build_object}. */
  static Operand object(Translator translator, Invocation call) throws NotShippable {
    List<Expression> arguments = call.arguments();
    if (arguments.size() % 2 == 1) {
      throw new NotShippable("an object of JSON has a key without a value");
    }
    return isBinary(call)
        ? text(call, "'{' || " + normalPairs(translator, arguments) + " || '}'")
        : text(call, "'{' || " + pairs(translator, arguments) + " || '}'");
  }

  private static String pairs(Translator translator, List<Expression> arguments)
      throws NotShippable {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      pairs.add(
          quotedKey(arguments.get(i), " : ") + " || " + value(translator, arguments.get(i + 1)));
    }
    return String.join(" || ', ' || ", pairs);
  }

  /** Short keys come first, and of the pairs with equal keys the last is kept. */
  private static String normalPairs(Translator translator, List<Expression> arguments)
      throws NotShippable {
    Map<String, String> pairs = new TreeMap<>(JsonTexts::compareKeys);
    for (int i = 0; i < arguments.size(); i += 2) {
      pairs.put(
          key(arguments.get(i)),
          quotedKey(arguments.get(i), ": ")
              + " || "
              + normalValue(translator, arguments.get(i + 1)));
    }
    return String.join(" || ', ' || ", pairs.values());
  }

  /** By length in UTF-8, then by its bytes, which are in the order of the code points. */
  private static int compareKeys(String one, String other) {
    int[] points = one.codePoints().toArray();
    int[] others = other.codePoints().toArray();
    int longer = Integer.compare(length(points), length(others));
    return longer != 0 ? longer : Arrays.compare(points, others);
  }

  private static int length(int[] points) {
    int length = 0;
    for (int point : points) {
      length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
    return length;
  }

  private static String key(Expression expression) throws NotShippable {
    if (Translator.withoutRelabels(expression) instanceof Constant key
        && !key.isNull()
        && key.elements() == null
        && (key.type().is("unknown") || key.type().is("text") || key.type().is("varchar"))) {
      return key.text();
    }
    throw new NotShippable("a key of JSON is no constant text");
  }

  private static String quotedKey(Expression expression, String separator) throws NotShippable {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : key(expression).toCharArray()) {
      if (c < ' ') {
        throw new NotShippable("a key of JSON has control characters");
      }
      quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
    }
    return DuckDbLiterals.quoted(quoted.append('"').append(separator).toString());
  }

  /** {@code json_build_array} and {@code jsonb_build_array}. */
  static Operand array(Translator translator, Invocation call) throws NotShippable {
    List<String> values = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      values.add(isBinary(call) ? normalValue(translator, argument) : value(translator, argument));
    }
    return text(call, "'[' || " + String.join(" || ', ' || ", values) + " || ']'");
  }

  /** {@code to_json}, {@code to_jsonb} and {@code array_to_json}, of NULL for NULL. */
  static Operand ofValue(Translator translator, Invocation call) throws NotShippable {
    Expression argument = call.arguments().get(0);
    String value = isBinary(call) ? normalValue(translator, argument) : value(translator, argument);
    String given = translator.translate(argument).asKey();
    return text(call, "CASE WHEN " + given + " IS NOT NULL THEN " + value + " END");
  }

  private static boolean isBinary(Invocation call) {
    return call.entry().name().contains("jsonb");
  }

  private static Operand text(Invocation call, String sql) {
    boolean choice = sql.startsWith("CASE");
    return Operand.atom(
        choice ? sql : "(" + sql + ")", DuckDbType.of(isBinary(call) ? Family.JSONB : Family.JSON));
  }

  /** A value as it stands in json. */
  static String value(Translator translator, Expression expression) throws NotShippable {
    return value(translator, expression, ",");
  }

  /** A value as it stands in jsonb. */
  static String normalValue(Translator translator, Expression expression) throws NotShippable {
    if (DuckDbType.family(expression.type()) == Family.JSON) {
      throw new NotShippable("json that may not be in normal form becomes a part of jsonb");
    }
    return value(translator, expression, NORMAL_SEPARATOR);
  }

  private static boolean isNormal(Expression expression) {
    if (expression instanceof FunctionCall call) {
      return isNormal(call.function());
    }
    if (expression instanceof AggregateCall call) {
      return isNormal(call.function());
    }
    return expression instanceof Constant
        || expression instanceof Coalesce coalesce
            && coalesce.arguments().stream().allMatch(JsonTexts::isNormal);
  }

  private static boolean isNormal(Function function) {
    return "pg_catalog".equals(function.schema()) && NORMAL.contains(function.name());
  }

  private static boolean isNull(Expression expression) {
    return Translator.withoutRelabels(expression) instanceof Constant constant && constant.isNull();
  }

  private static String value(Translator translator, Expression expression, String separator)
      throws NotShippable {
    if (isNull(expression)) {
      return "'null'";
    }
    String literal = OutputTexts.untypedLiteral(expression);
    if (literal != null) {
      return quoted(literal);
    }
    Family family = DuckDbType.family(expression.type());
    if (family == Family.JSONB && !isNormal(expression)) {
      throw new NotShippable("jsonb of files may not be in normal form");
    }
    Operand operand = translator.translate(expression);
    if (family == Family.PADDED) {
      return orNull(quoted(OutputTexts.padded(operand, expression.type())));
    }
    return value(translator, operand, separator);
  }

  private static String value(Translator translator, Operand value, String separator)
      throws NotShippable {
    return switch (value.type().family()) {
      case BOOLEAN ->
          "CASE WHEN %1$s THEN 'true' WHEN NOT %1$s THEN 'false' ELSE 'null' END"
              .formatted(value.atom());
      case SMALLINT, INTEGER, BIGINT, DECIMAL, JSON -> orNull(OutputTexts.of(translator, value));
      case JSONB -> orNull(value.sql());
      case FLOAT, DOUBLE ->
          orNull(
              (separator.equals(NORMAL_SEPARATOR)
                      ? "icebridge.jsonb_float("
                      : "icebridge.json_float(")
                  + OutputTexts.of(translator, value)
                  + ")");
      case VARCHAR -> orNull(quoted(value.sql()));
      case UUID, TIME -> orNull("'\"' || " + OutputTexts.of(translator, value) + " || '\"'");
      case DATE -> orNull("'\"' || icebridge.date_text(" + value.sql() + ") || '\"'");
      case TIMESTAMP ->
          orNull(
              "'\"' || regexp_replace(icebridge.date_text(" + value.sql() + "), ' ', 'T') || '\"'");
      case TIMESTAMPTZ ->
          orNull(
              "'\"' || icebridge.zoned_json_text(%1$s, timezone(%2$s, %1$s)) || '\"'"
                  .formatted(value.sql(), TimeZones.ofSession(translator)));
      case LIST -> orNull(elements(translator, value, separator));
      default ->
          throw new NotShippable(
              "DuckDB writes values of type " + value.type().family() + " in its own way");
    };
  }

  /** The array of a list of values. */
  static String elements(Translator translator, Operand list, String separator)
      throws NotShippable {
    DuckDbType type = list.type().element();
    if (type.family() == Family.PADDED || type.family() == Family.JSONB) {
      throw new NotShippable("elements of type " + type.family() + " become JSON");
    }
    String element = value(translator, Operand.atom("element_", type), separator);
    return "'[' || array_to_string(list_transform(%s, lambda element_: %s), '%s') || ']'"
        .formatted(list.sql(), element, separator);
  }

  private static String quoted(String text) {
    return "icebridge.json_string(" + text + ")";
  }

  private static String orNull(String text) {
    return "coalesce(" + text + ", 'null')";
  }
}
