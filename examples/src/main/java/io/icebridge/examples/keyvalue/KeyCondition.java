// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.QualSupport;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expression.Relabel;
import java.util.Map;

/**
 * A condition on the key that a store can apply.
 *
 * @param values a constant or a parameter: one value, or with {@link Kind#ANY} an array of them
 */
record KeyCondition(Kind kind, Expression values) {

  /** How a key is compared. */
  enum Kind {
    EQUAL,
    ANY,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LIKE
  }

  private static final Map<String, Kind> KINDS =
      Map.of(
          "=", Kind.EQUAL,
          "<", Kind.LESS,
          "<=", Kind.LESS_OR_EQUAL,
          ">", Kind.GREATER,
          ">=", Kind.GREATER_OR_EQUAL,
          "~~", Kind.LIKE);

  private static final Map<Kind, Kind> COMMUTED =
      Map.of(
          Kind.EQUAL, Kind.EQUAL,
          Kind.LESS, Kind.GREATER,
          Kind.LESS_OR_EQUAL, Kind.GREATER_OR_EQUAL,
          Kind.GREATER, Kind.LESS,
          Kind.GREATER_OR_EQUAL, Kind.LESS_OR_EQUAL);

  /** The condition a qual stands for; null where a store cannot apply it. */
  static KeyCondition of(Expression qual, String keyColumn) {
    if (qual instanceof OperatorCall call && call.arguments().size() == 2) {
      Kind kind = kind(call.operator(), call.collation());
      if (kind == null) {
        return null;
      }
      Expression left = plain(call.arguments().get(0));
      Expression right = plain(call.arguments().get(1));
      if (isKey(left, keyColumn) && isValue(right)) {
        return new KeyCondition(kind, right);
      }
      if (COMMUTED.containsKey(kind) && isKey(right, keyColumn) && isValue(left)) {
        return new KeyCondition(COMMUTED.get(kind), left);
      }
      return null;
    }
    if (qual instanceof ArrayComparison comparison
        && comparison.any()
        && kind(comparison.operator(), comparison.collation()) == Kind.EQUAL
        && isKey(plain(comparison.left()), keyColumn)
        && isArray(plain(comparison.array()))) {
      return new KeyCondition(Kind.ANY, plain(comparison.array()));
    }
    return null;
  }

  /** What an operator on texts means; null where a store would see it otherwise than PostgreSQL. */
  private static Kind kind(Operator operator, Collation collation) {
    if (!operator.schema().equals("pg_catalog")
        || !isText(operator.left())
        || !isText(operator.right())
        || collation == null
        || !collation.deterministic()) {
      return null;
    }
    Kind kind = KINDS.get(operator.name());
    boolean ordered = kind != Kind.EQUAL && kind != Kind.LIKE;
    return ordered && !collation.isC() ? null : kind;
  }

  private static boolean isText(PostgresType type) {
    return type != null && type.is("text");
  }

  private static Expression plain(Expression expression) {
    return expression instanceof Relabel relabel ? plain(relabel.argument()) : expression;
  }

  private static boolean isKey(Expression expression, String keyColumn) {
    return expression instanceof ColumnReference column && column.name().equals(keyColumn);
  }

  private static boolean isValue(Expression expression) {
    return expression instanceof Constant || expression instanceof Parameter;
  }

  /** Arrays of several dimensions are not read here. */
  private static boolean isArray(Expression expression) {
    return expression instanceof Parameter
        || expression instanceof Constant constant
            && (constant.isNull() || constant.elements() != null);
  }

  /** How well the store applies it. */
  QualSupport support() {
    if (kind == Kind.LIKE) {
      // Only what stands before the first wildcard is looked at.
      return QualSupport.PRUNE;
    }
    // An array that is not known yet may turn out to have several dimensions.
    return kind == Kind.ANY && values instanceof Parameter ? QualSupport.PRUNE : QualSupport.EXACT;
  }

  /** Whether it finds few keys. */
  boolean isLookup() {
    return kind == Kind.EQUAL || kind == Kind.ANY;
  }

  /** The value, where the parameters are known; null for NULL. */
  String value() {
    return ((Constant) values).text();
  }
}
