// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.type;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.lake.Sql;
import java.util.List;

/** Lists, maps and structs as arrays and composites, element by element where a cast is needed. */
final class NestedCast {

  private NestedCast() {}

  /**
   * An array. All dimensions of a PostgreSQL array have one type, so a list of lists goes down to
   * the first element that is no list.
   */
  static String array(ValueCast cast, String value, DuckDBType from, PostgresType to) {
    if (from.is("MAP")) {
      return map(cast, value, from, to);
    }
    if (!from.isList()) {
      return null;
    }
    String variable = cast.newVariable();
    DuckDBType element = from.element();
    PostgresType wanted = element.isList() ? to : to.element();
    String inner = cast.expression(variable, element, wanted);
    if (inner == null) {
      return null;
    }
    return inner.equals(variable)
        ? value
        : "list_transform(" + value + ", lambda " + variable + ": " + inner + ")";
  }

  /** A map is an array of its entries. */
  private static String map(ValueCast cast, String value, DuckDBType from, PostgresType to) {
    PostgresType entry = to.element();
    if (entry == null || entry.kind() != PostgresType.Kind.COMPOSITE) {
      return null;
    }
    DuckDBType struct = new DuckDBType("STRUCT", 0, 0, from.children(), from.text());
    String variable = cast.newVariable();
    String inner = cast.expression(variable, struct, entry);
    if (inner == null) {
      return null;
    }
    String entries = "map_entries(" + value + ")";
    return inner.equals(variable)
        ? entries
        : "list_transform(" + entries + ", lambda " + variable + ": " + inner + ")";
  }

  /** A composite by the names of its attributes; those the struct lacks make it impossible. */
  static String composite(ValueCast cast, String value, DuckDBType from, PostgresType to) {
    List<String> names = ValueCast.fieldNames(from);
    List<PostgresType.Attribute> attributes = to.attributes();
    boolean same = names.size() == attributes.size();
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < attributes.size(); i++) {
      PostgresType.Attribute attribute = attributes.get(i);
      int index = indexOf(names, attribute.name());
      if (index < 0) {
        return null;
      }
      DuckDBType.Field field = from.children().get(index);
      String source = ValueCast.field(value, field.name());
      String expression = cast.expression(source, field.type(), attribute.type());
      if (expression == null) {
        return null;
      }
      same = same && index == i && expression.equals(source);
      if (i > 0) {
        fields.append(", ");
      }
      fields.append(Sql.name(attribute.name())).append(" := ").append(expression);
    }
    return same
        ? value
        : "CASE WHEN " + value + " IS NOT NULL THEN struct_pack(" + fields + ") END";
  }

  static int indexOf(List<String> names, String wanted) {
    int exact = names.indexOf(wanted);
    if (exact >= 0) {
      return exact;
    }
    int found = -1;
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(wanted)) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }
}
