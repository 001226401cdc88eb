// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.PostgresType.Attribute;
import io.icebridge.bridge.spi.PostgresType.Kind;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads types and columns as the native part writes them. */
final class TypeFacts {

  private TypeFacts() {}

  static PostgresType type(JsonNode json) {
    List<Attribute> attributes = new ArrayList<>();
    for (JsonNode attribute : json.path("attributes")) {
      attributes.add(new Attribute(text(attribute, "name"), type(required(attribute, "type"))));
    }
    JsonNode element = json.path("element");
    return new PostgresType(
        required(json, "oid").longValue(),
        text(json, "schema"),
        text(json, "name"),
        json.path("modifier").asInt(-1),
        json.path("display").asText(text(json, "name")),
        kind(text(json, "kind")),
        element.isObject() ? type(element) : null,
        attributes);
  }

  static ColumnDefinition column(JsonNode json) {
    Map<String, String> options = new LinkedHashMap<>();
    json.path("options")
        .properties()
        .forEach(option -> options.put(option.getKey(), option.getValue().asText()));
    return new ColumnDefinition(
        text(json, "name"),
        required(json, "number").intValue(),
        type(required(json, "type")),
        json.path("notNull").asBoolean(false),
        options);
  }

  static JsonNode required(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      throw missing("\"" + field + "\" is missing in " + shortened(object));
    }
    return value;
  }

  static String text(JsonNode object, String field) {
    return required(object, field).asText();
  }

  static WrapperException missing(String problem) {
    return WrapperException.of(SqlState.INTERNAL_ERROR, "catalog facts are incomplete: " + problem);
  }

  private static Kind kind(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw missing("there is no kind of type \"" + name + "\"");
  }

  private static String shortened(JsonNode json) {
    String text = json.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
