// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.SortKey;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expressions;
import java.util.ArrayList;
import java.util.List;

/** Reads scan requests. */
final class Requests {

  private final MessageReader reader;

  Requests(MessageReader reader) {
    this.reader = reader;
  }

  List<Expression> quals(JsonNode request) {
    JsonNode messages = request.path("quals");
    List<Expression> quals = new ArrayList<>(messages.size());
    for (JsonNode message : messages) {
      quals.add(reader.expression(message));
    }
    return quals;
  }

  /** The request of a plan or of EXPLAIN, in which parameters are still unknown. */
  ScanRequest scan(TableDefinition table, JsonNode request, List<Expression> quals) {
    List<SortKey> order = Definitions.order(request.path("order"));
    return new ScanRequest(
        Definitions.columns(table, request.path("columns")),
        quals,
        order,
        request.path("limit").asLong(-1),
        request.path("sampleRows").asLong(0),
        request.path("count").asBoolean(false),
        request.path("analyze").asBoolean(false));
  }

  /** The request of an execution: parameters have their values. */
  ScanRequest bound(TableDefinition table, JsonNode request) {
    JsonNode parameters = request.path("parameters");
    List<Expression> quals = quals(request);
    if (parameters.size() > 0) {
      List<Expression> bound = new ArrayList<>(quals.size());
      for (Expression qual : quals) {
        bound.add(Expressions.bind(qual, constants(qual, parameters)));
      }
      quals = bound;
    }
    return scan(table, request, quals);
  }

  /** The values of all parameters; only those the qual uses have a type, the others stay null. */
  private static List<Expression.Constant> constants(Expression qual, JsonNode parameters) {
    PostgresType[] types = new PostgresType[parameters.size()];
    collectTypes(qual, types);
    List<Expression.Constant> constants = new ArrayList<>(types.length);
    for (int i = 0; i < types.length; i++) {
      constants.add(types[i] == null ? null : constant(parameters.get(i), types[i]));
    }
    return constants;
  }

  private static void collectTypes(Expression expression, PostgresType[] types) {
    if (expression instanceof Expression.Parameter parameter) {
      types[parameter.index()] = parameter.type();
    }
    for (Expression child : Expressions.children(expression)) {
      collectTypes(child, types);
    }
  }

  static Expression.Constant constant(JsonNode message, PostgresType type) {
    if (message.has("elements")) {
      List<String> elements = new ArrayList<>();
      for (JsonNode element : message.get("elements")) {
        elements.add(element.isNull() ? null : element.asText());
      }
      return new Expression.Constant(type, null, elements);
    }
    JsonNode text = message.path("text");
    return new Expression.Constant(type, text.isTextual() ? text.asText() : null, null);
  }
}
