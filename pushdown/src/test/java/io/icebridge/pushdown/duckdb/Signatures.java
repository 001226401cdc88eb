// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.DistinctComparison;
import io.icebridge.bridge.spi.expression.Expression.Function;
import io.icebridge.bridge.spi.expression.Expression.FunctionCall;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.pushdown.duckdb.Recording.Call;
import java.util.List;

/** Builds calls as PostgreSQL would hand them over. */
final class Signatures {

  private static final List<String> INTEGERS = List.of("int2", "int4", "int8");

  private Signatures() {}

  static Expression call(Call call, List<Expression> arguments) {
    List<PostgresType> types =
        call.variants().stream().map(variant -> Types.base(variant.type().name())).toList();
    return switch (call.kind()) {
      case "function" -> function(call.name(), types, arguments);
      case "distinct" ->
          new DistinctComparison(
              operator("=", types), arguments.get(0), arguments.get(1), Types.BOOL, Types.C);
      default -> operatorCall(call.name(), types, arguments);
    };
  }

  static OperatorCall operatorCall(
      String name, List<PostgresType> types, List<Expression> arguments) {
    return new OperatorCall(operator(name, types), arguments, operatorResult(name, types), Types.C);
  }

  static Operator operator(String name, List<PostgresType> types) {
    PostgresType left = types.size() == 1 ? null : types.get(0);
    return new Operator(1, "pg_catalog", name, left, types.get(types.size() - 1));
  }

  static FunctionCall function(String name, List<PostgresType> types, List<Expression> arguments) {
    Function function = new Function(1, "pg_catalog", name, types, 'i');
    return new FunctionCall(function, arguments, functionResult(name, types), Types.C);
  }

  private static PostgresType operatorResult(String name, List<PostgresType> types) {
    return switch (name) {
      case "+", "-", "*", "/", "%", "@" -> widest(types);
      case "||" -> Types.TEXT;
      default -> Types.BOOL;
    };
  }

  private static PostgresType functionResult(String name, List<PostgresType> types) {
    return switch (name) {
      case "abs", "mod" -> widest(types);
      case "starts_with" -> Types.BOOL;
      case "int2", "int4", "int8", "float4", "float8", "numeric" -> Types.base(name);
      case "length", "char_length", "character_length", "octet_length", "strpos", "position" ->
          Types.INT4;
      default -> Types.TEXT;
    };
  }

  private static PostgresType widest(List<PostgresType> types) {
    int widest = 0;
    for (PostgresType type : types) {
      widest = Math.max(widest, INTEGERS.indexOf(type.name()));
    }
    return Types.base(INTEGERS.get(widest));
  }
}
