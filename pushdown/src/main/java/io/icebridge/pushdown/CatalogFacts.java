// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.PostgresType.Kind;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Function;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The catalog facts that come with a tree. */
final class CatalogFacts {

  private static final long BOOL_OID = 16;

  /** Known without facts, since conditions have it without naming it. */
  static final PostgresType BOOL =
      new PostgresType(BOOL_OID, "pg_catalog", "bool", -1, "boolean", Kind.BASE, null, List.of());

  private final JsonNode json;
  private final Map<Long, PostgresType> types = new HashMap<>();
  private Map<Integer, ColumnDefinition> columns;

  CatalogFacts(JsonNode json) {
    this.json = json;
  }

  PostgresType type(long oid) {
    PostgresType type = typeOrNull(oid);
    if (type == null) {
      throw TypeFacts.missing("there is no type " + oid);
    }
    return type;
  }

  PostgresType type(long oid, long modifier) {
    return TypeModifiers.with(type(oid), (int) modifier);
  }

  /** A type that may be absent, since nothing depends on it. */
  PostgresType typeOrNull(long oid) {
    PostgresType known = types.get(oid);
    if (known != null) {
      return known;
    }
    JsonNode fact = json.path("types").get(Long.toString(oid));
    if (fact == null) {
      return oid == BOOL_OID ? BOOL : null;
    }
    PostgresType type = TypeFacts.type(fact);
    types.put(oid, type);
    return type;
  }

  /** The name of a composite type's attribute by its number; null where that is not known. */
  String attribute(long type, long number) {
    for (JsonNode attribute : json.path("types").path(Long.toString(type)).path("attributes")) {
      if (attribute.path("number").asLong(0) == number) {
        return TypeFacts.text(attribute, "name");
      }
    }
    return null;
  }

  /** A collation; null for 0, which stands for none. */
  Collation collation(long oid) {
    if (oid == 0) {
      return null;
    }
    JsonNode fact = fact("collations", oid);
    boolean isC = fact.path("isC").asBoolean(false);
    return new Collation(
        oid,
        TypeFacts.text(fact, "name"),
        isC,
        fact.path("deterministic").asBoolean(false),
        fact.path("byteOrder").asBoolean(isC),
        fact.path("asciiCase").asBoolean(isC));
  }

  Function function(long oid) {
    JsonNode fact = fact("functions", oid);
    List<PostgresType> arguments = new ArrayList<>();
    for (JsonNode argument : TypeFacts.required(fact, "arguments")) {
      arguments.add(type(argument.longValue()));
    }
    return new Function(
        oid,
        TypeFacts.text(fact, "schema"),
        TypeFacts.text(fact, "name"),
        arguments,
        TypeFacts.text(fact, "volatility").charAt(0));
  }

  Operator operator(long oid) {
    JsonNode fact = fact("operators", oid);
    long left = fact.path("left").asLong(0);
    return new Operator(
        oid,
        TypeFacts.text(fact, "schema"),
        TypeFacts.text(fact, "name"),
        left == 0 ? null : type(left),
        type(TypeFacts.required(fact, "right").longValue()));
  }

  Constant constant(int index) {
    JsonNode constant = json.path("constants").get(index);
    if (constant == null) {
      throw TypeFacts.missing("there is no constant " + index);
    }
    return constant(constant);
  }

  Constant constant(JsonNode constant) {
    PostgresType type =
        type(
            TypeFacts.required(constant, "type").longValue(), constant.path("modifier").asLong(-1));
    JsonNode elements = constant.path("elements");
    if (elements.isArray()) {
      List<String> texts = new ArrayList<>(elements.size());
      for (JsonNode element : elements) {
        texts.add(element.textValue());
      }
      return new Constant(type, null, texts);
    }
    return new Constant(type, constant.path("text").textValue(), null);
  }

  ColumnDefinition column(int number) {
    if (columns == null) {
      columns = new HashMap<>();
      for (JsonNode fact : json.path("columns")) {
        ColumnDefinition column = TypeFacts.column(fact);
        columns.put(column.number(), column);
      }
    }
    ColumnDefinition column = columns.get(number);
    if (column == null) {
      throw TypeFacts.missing("there is no column " + number);
    }
    return column;
  }

  private JsonNode fact(String kind, long oid) {
    JsonNode fact = json.path(kind).get(Long.toString(oid));
    if (fact == null) {
      throw TypeFacts.missing("there is no " + oid + " among the " + kind);
    }
    return fact;
  }
}
