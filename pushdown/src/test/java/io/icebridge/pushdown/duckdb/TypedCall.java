// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.CoerceViaIo;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Function;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of typed-calls.txt: {@code kind name(types) result | argument, argument | zone}. An
 * argument is a constant in quotes or the name of edge values; a zone or {@code C} may follow.
 */
record TypedCall(
    String line,
    String kind,
    String name,
    List<String> types,
    String result,
    List<String> arguments,
    String zone,
    boolean inC) {

  static TypedCall parse(String line) {
    String[] parts = line.split(" \\| ");
    String head = parts[0];
    int open = head.indexOf('(');
    int close = head.lastIndexOf(')');
    String kind = head.substring(0, head.indexOf(' '));
    String option = parts.length > 2 ? parts[2].strip() : "";
    return new TypedCall(
        line,
        kind,
        head.substring(kind.length() + 1, open),
        List.of(head.substring(open + 1, close).split(", ")),
        head.substring(close + 1).strip(),
        split(parts[1].strip()),
        option.isEmpty() || option.equals("C") ? "UTC" : option,
        option.equals("C"));
  }

  private static List<String> split(String text) {
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    boolean quoted = false;
    for (char c : text.toCharArray()) {
      quoted ^= c == '\'';
      if (c == ',' && !quoted) {
        arguments.add(argument.toString().strip());
        argument.setLength(0);
      } else {
        argument.append(c);
      }
    }
    arguments.add(argument.toString().strip());
    return arguments;
  }

  static boolean isConstant(String argument) {
    return argument.startsWith("'");
  }

  private String typeOf(int i) {
    return types.get(Math.min(i, types.size() - 1));
  }

  /** The edge values that are arguments, in order. */
  List<String> columns() {
    return arguments.stream().filter(argument -> !isConstant(argument)).toList();
  }

  /** PostgreSQL's SQL of it, with the parameters x0, x1, … for the edge values. */
  String postgresSql() {
    List<String> spelled = new ArrayList<>();
    int column = 0;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String typed = typeOf(i).equals("any") ? argument : argument + "::" + typeOf(i);
      String sql = isConstant(argument) ? typed : "x" + column++;
      boolean text = inC && (typeOf(i).equals("text"));
      spelled.add(text ? "(" + sql + ") COLLATE \"C\"" : sql);
    }
    return switch (kind) {
      case "cast" -> "CAST(" + spelled.get(0) + " AS " + name + ")";
      case "operator" ->
          spelled.size() == 1
              ? "OPERATOR(pg_catalog." + name + ") " + spelled.get(0)
              : spelled.get(0) + " OPERATOR(pg_catalog." + name + ") " + spelled.get(1);
      default -> "pg_catalog.\"" + name + "\"(" + String.join(", ", spelled) + ")";
    };
  }

  Expression expression() {
    List<Expression> expressions = new ArrayList<>();
    int column = 0;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (isConstant(argument)) {
        String text = argument.substring(1, argument.length() - 1).replace("''", "'");
        String type = typeOf(i).equals("any") ? "unknown" : typeOf(i);
        expressions.add(new Constant(type(type), text, null));
      } else {
        expressions.add(
            new ColumnReference("x" + column, column + 1, TypedValues.type(argument), collation()));
        column++;
      }
    }
    List<PostgresType> declared = types.stream().map(TypedCall::type).toList();
    PostgresType to = type(result);
    return switch (kind) {
      case "cast" -> new CoerceViaIo(expressions.get(0), to, collation());
      case "operator" ->
          new OperatorCall(
              new Operator(
                  1,
                  "pg_catalog",
                  name,
                  declared.size() == 1 ? null : declared.get(0),
                  declared.get(declared.size() - 1)),
              expressions,
              to,
              collation());
      default ->
          new FunctionCall(
              new Function(1, "pg_catalog", name, declared, 'i'),
              expressions,
              false,
              to,
              collation());
    };
  }

  private Collation collation() {
    return inC ? Types.C : Types.DETERMINISTIC;
  }

  static PostgresType type(String name) {
    if (name.startsWith("_")) {
      return Types.array(Types.base(name.substring(1)));
    }
    return name.endsWith("[]")
        ? Types.array(Types.base(name.substring(0, name.length() - 2)))
        : Types.base(name);
  }
}
