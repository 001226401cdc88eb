// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A node: its name and its fields. */
public final class Node implements TreeValue {

  private final String name;
  private final String[] fieldNames;
  private final TreeValue[] fieldValues;

  Node(String name, List<String> fieldNames, List<TreeValue> fieldValues) {
    this.name = name;
    this.fieldNames = fieldNames.toArray(new String[0]);
    this.fieldValues = fieldValues.toArray(new TreeValue[0]);
  }

  /** Its name as PostgreSQL writes it, e.g. {@code OPEXPR}. */
  public String name() {
    return name;
  }

  /** The names of its fields in order. A value that stands before the first has the name "". */
  public List<String> fields() {
    return List.of(fieldNames);
  }

  /** The value of a field; null where the node has no such field. */
  public TreeValue field(String field) {
    for (int i = 0; i < fieldNames.length; i++) {
      if (fieldNames[i].equals(field)) {
        return fieldValues[i];
      }
    }
    return null;
  }

  /** The same node with the values of its fields changed by a function. */
  public Node mapFields(UnaryOperator<TreeValue> change) {
    List<TreeValue> changed = new ArrayList<>(fieldValues.length);
    for (TreeValue value : fieldValues) {
      changed.add(change.apply(value));
    }
    return new Node(name, fields(), changed);
  }

  /** The unescaped text of a field; null where it is {@code <>} or absent. */
  public String text(String field) {
    TreeValue value = field(field);
    return value == null ? null : token(field, value).text();
  }

  /** The number in a field; {@code absent} where the node has no such field. */
  public long number(String field, long absent) {
    TreeValue value = field(field);
    return value == null ? absent : token(field, value).number();
  }

  /**
   * The number in a field.
   *
   * @throws io.icebridge.bridge.spi.WrapperException where the node has no such field
   */
  public long number(String field) {
    return token(field, required(field)).number();
  }

  /** Whether a field says {@code true}; false where it is absent. */
  public boolean flag(String field) {
    return field(field) instanceof Token token && token.rawEquals("true");
  }

  /** The items of a list; empty where the field is {@code <>} or absent. */
  public List<TreeValue> list(String field) {
    TreeValue value = field(field);
    if (value instanceof NodeList list) {
      return list.items();
    }
    if (value == null || value instanceof Token token && token.isNull()) {
      return List.of();
    }
    throw TreeErrors.unexpected(name, field, "a list");
  }

  private TreeValue required(String field) {
    TreeValue value = field(field);
    if (value == null) {
      throw TreeErrors.unexpected(name, field, "a value");
    }
    return value;
  }

  private Token token(String field, TreeValue value) {
    if (value instanceof Token token) {
      return token;
    }
    throw TreeErrors.unexpected(name, field, "a single value");
  }

  @Override
  public String toString() {
    return "{" + name + "}";
  }
}
