// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.tree.NodeReader;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what the native part says about expressions, types and columns. The messages are described
 * in the architecture page. All methods are pure and safe from any thread; where a message breaks
 * its contract they throw a {@code WrapperException} with XX000.
 */
public final class PostgresExpressions {

  private PostgresExpressions() {}

  /**
   * Reads one expression: {@code {"tree": …, "facts": …}}. Parts that have no kind of their own, or
   * are nested too deeply, become {@link Expression.Unsupported}.
   */
  public static Expression read(JsonNode expression) {
    CatalogFacts facts = new CatalogFacts(required(expression, "facts"));
    return convert(required(expression, "tree").textValue(), facts);
  }

  /**
   * Reads several expressions that share their facts.
   *
   * @param trees an array of {@code nodeToString} texts
   */
  public static List<Expression> readAll(JsonNode trees, JsonNode facts) {
    CatalogFacts shared = new CatalogFacts(facts);
    List<Expression> expressions = new ArrayList<>(trees.size());
    for (JsonNode tree : trees) {
      expressions.add(convert(tree.textValue(), shared));
    }
    return expressions;
  }

  /** Reads a type. */
  public static PostgresType type(JsonNode type) {
    return TypeFacts.type(type);
  }

  /** Reads a column. */
  public static ColumnDefinition column(JsonNode column) {
    return TypeFacts.column(column);
  }

  /**
   * Reads a constant, or the value of a parameter: {@code {"type": oid, "modifier": …, "text": …,
   * "elements": …}}.
   *
   * @param facts those that describe the type
   */
  public static Constant constant(JsonNode constant, JsonNode facts) {
    return new CatalogFacts(facts).constant(constant);
  }

  private static Expression convert(String tree, CatalogFacts facts) {
    TreeValue value = NodeReader.read(tree);
    return new ExpressionConverter(facts).convert(value);
  }

  private static JsonNode required(JsonNode object, String field) {
    return TypeFacts.required(object, field);
  }
}
