// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.PostgresType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL types from a short spelling: {@code numeric(10,2)}, {@code integer[]}, {@code row(a
 * integer, b text)}, {@code domain integer}, {@code enum}.
 */
public final class TestTypes {

  private static final Map<String, String> CATALOG_NAMES =
      Map.ofEntries(
          Map.entry("boolean", "bool"),
          Map.entry("smallint", "int2"),
          Map.entry("integer", "int4"),
          Map.entry("bigint", "int8"),
          Map.entry("real", "float4"),
          Map.entry("double precision", "float8"),
          Map.entry("varchar", "varchar"),
          Map.entry("char", "bpchar"));

  private TestTypes() {}

  /** The type of that spelling. */
  public static PostgresType type(String spelling) {
    if (spelling.endsWith("[]")) {
      PostgresType element = type(spelling.substring(0, spelling.length() - 2));
      return make("_" + element.name(), spelling, PostgresType.Kind.ARRAY, -1, element, List.of());
    }
    if (spelling.startsWith("domain ")) {
      PostgresType base = type(spelling.substring(7));
      return make("d", spelling, PostgresType.Kind.DOMAIN, -1, base, List.of());
    }
    if (spelling.equals("enum")) {
      return make("mood", "mood", PostgresType.Kind.ENUM, -1, null, List.of());
    }
    if (spelling.startsWith("row(")) {
      return composite(spelling);
    }
    int open = spelling.indexOf('(');
    String base = open < 0 ? spelling : spelling.substring(0, open);
    String name = CATALOG_NAMES.getOrDefault(base, base);
    int modifier = -1;
    if (open >= 0) {
      String[] parameters = spelling.substring(open + 1, spelling.length() - 1).split(",");
      modifier = Integer.parseInt(parameters[0].trim());
      if (name.equals("numeric")) {
        int scale = parameters.length > 1 ? Integer.parseInt(parameters[1].trim()) : 0;
        modifier = modifier << 16 | scale & 0x7ff;
      }
      modifier += 4;
    }
    return make(name, spelling, PostgresType.Kind.BASE, modifier, null, List.of());
  }

  private static PostgresType composite(String spelling) {
    List<PostgresType.Attribute> attributes = new ArrayList<>();
    String inner = spelling.substring(4, spelling.length() - 1);
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= inner.length(); i++) {
      char c = i == inner.length() ? ',' : inner.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        String field = inner.substring(start, i).trim();
        int space = field.indexOf(' ');
        attributes.add(
            new PostgresType.Attribute(
                field.substring(0, space), type(field.substring(space + 1))));
        start = i + 1;
      }
    }
    return make("r", spelling, PostgresType.Kind.COMPOSITE, -1, null, attributes);
  }

  private static PostgresType make(
      String name,
      String display,
      PostgresType.Kind kind,
      int modifier,
      PostgresType element,
      List<PostgresType.Attribute> attributes) {
    boolean builtIn = kind == PostgresType.Kind.BASE || kind == PostgresType.Kind.ARRAY;
    return new PostgresType(
        1, builtIn ? "pg_catalog" : "public", name, modifier, display, kind, element, attributes);
  }

  /** The spelling of a type. */
  public static String spell(InferredType type) {
    if (type instanceof InferredType.Named named) {
      return named.sql();
    }
    if (type instanceof InferredType.Array array) {
      return spell(array.element()) + "[]";
    }
    List<String> fields = new ArrayList<>();
    for (InferredType.Field field : ((InferredType.Composite) type).fields()) {
      fields.add(field.name() + " " + spell(field.type()));
    }
    return "row(" + String.join(", ", fields) + ")";
  }
}
