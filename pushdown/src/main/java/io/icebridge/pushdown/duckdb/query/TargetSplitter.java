// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.pushdown.QueryTree;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.NodeList;
import io.icebridge.pushdown.tree.NodeReader;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits expressions: DuckDB returns columns for the largest parts that are the same there, and
 * what is left of the tree computes with them in PostgreSQL.
 */
final class TargetSplitter {

  private static final long INT4 = 23;

  /** Nodes that cannot be taken apart: each belongs to the query itself. */
  private static final Set<String> INDIVISIBLE =
      Set.of("VAR", "AGGREF", "WINDOWFUNC", "GROUPINGFUNC", "SUBLINK");

  /** Nodes that may leave parts of them uncomputed. */
  private static final Set<String> CONDITIONAL = Set.of("CASEEXPR", "COALESCEEXPR", "BOOLEXPR");

  private final Level level;
  private final QueryTree query;
  private final List<OutputColumn> columns = new ArrayList<>();
  private final Map<String, Integer> known = new HashMap<>();
  private final List<String> reasons = new ArrayList<>();

  TargetSplitter(Level level, QueryTree query) {
    this.level = level;
    this.query = query;
  }

  /** The columns found so far. */
  List<OutputColumn> columns() {
    return columns;
  }

  /** Why parts of expressions stay in PostgreSQL. */
  List<String> reasons() {
    return reasons;
  }

  /** What PostgreSQL computes of an expression, with parameters in place of columns. */
  TreeValue split(Node node) throws NotShippable {
    return split(node, false);
  }

  private TreeValue split(Node node, boolean conditional) throws NotShippable {
    if (isLeftAlone(node)) {
      return node;
    }
    Expression expression = query.expression(node, null);
    FinishedAggregate finished = FinishedAggregate.of(expression);
    if (finished != null) {
      return finished.tree(kind -> part(kind, node, finished));
    }
    boolean indivisible = INDIVISIBLE.contains(node.name());
    String reason;
    try {
      if (!conditional || indivisible) {
        return column(node, expression);
      }
      reason = null;
    } catch (NotShippable e) {
      if (indivisible) {
        throw e;
      }
      reason = e.getMessage();
    }
    if (reason != null && !reasons.contains(reason)) {
      reasons.add(reason);
    }
    return parts(node, conditional || CONDITIONAL.contains(node.name()));
  }

  private TreeValue parts(Node node, boolean conditional) throws NotShippable {
    Map<TreeValue, TreeValue> replaced = new IdentityHashMap<>();
    for (String field : node.fields()) {
      TreeValue value = node.field(field);
      if (value instanceof Node part) {
        replaced.put(value, split(part, conditional));
      } else if (value instanceof NodeList list && list.kind() == NodeList.Kind.VALUES) {
        List<TreeValue> items = new ArrayList<>();
        for (TreeValue item : list.items()) {
          items.add(item instanceof Node part ? split(part, conditional) : item);
        }
        replaced.put(value, new NodeList(NodeList.Kind.VALUES, items));
      }
    }
    return node.mapFields(value -> replaced.getOrDefault(value, value));
  }

  private static boolean isLeftAlone(Node node) {
    return node.name().equals("CONST")
        || node.name().equals("CASETESTEXPR")
        || node.name().equals("PARAM") && node.number("paramkind") == 0;
  }

  /** A column for a whole expression. */
  private TreeValue column(Node node, Expression expression) throws NotShippable {
    if (expression.type() == null) {
      throw new NotShippable("the type of a " + node.name() + " is not known");
    }
    PostgresType type = expression.type();
    OutputColumn value =
        new OutputColumn(OutputColumn.Kind.VALUE, node, blockColumn(type, query.collation(node)));
    Operand operand = BlockWriter.value(level, value, query, null);
    if (operand.type() == null && !(expression instanceof QueryColumn)) {
      throw new NotShippable("type " + type.display() + " has no counterpart in DuckDB");
    }
    boolean intervals =
        operand.type() != null
            && operand.type().family() == Family.LIST
            && operand.type().holdsIntervals();
    if (intervals
        && !(expression instanceof QueryColumn plain && level.storedText(plain) != null)) {
      throw new NotShippable("intervals of an array may be too long for a count of nanoseconds");
    }
    if (operand.sql().startsWith("rtrim(") && type.is("bpchar") && type.modifier() < 0) {
      throw new NotShippable("the blanks at the end of a char value would be lost");
    }
    if (!operand.isShownExactly()) {
      throw new NotShippable("how many digits PostgreSQL shows of a numeric value is not known");
    }
    TreeValue leaf = leaf(value, operand.sql());
    if (operand.shownScale() == null) {
      return leaf;
    }
    if (level.isGroupKey(expression)) {
      throw new NotShippable("rows are grouped by numerics that are equal but show other digits");
    }
    OutputColumn scale =
        new OutputColumn(OutputColumn.Kind.SCALE, node, new BlockColumn(INT4, -1, 0));
    String scaleSql = BlockWriter.value(level, scale, query, null).sql();
    return NumericTrees.rounded(leaf, leaf(scale, scaleSql));
  }

  private static BlockColumn blockColumn(PostgresType type, Collation collation) {
    return new BlockColumn(type.oid(), type.modifier(), collation == null ? 0 : collation.oid());
  }

  private TreeValue leaf(OutputColumn column, String sql) {
    BlockColumn type = column.type();
    String key = sql + " " + type.type() + " " + type.modifier() + " " + type.collation();
    Integer position = known.get(key);
    if (position == null) {
      columns.add(column);
      position = columns.size();
      known.put(key, position);
    }
    return leaf(position, type);
  }

  /** What stands for a column in a tree. */
  static TreeValue leaf(int position, BlockColumn type) {
    return NodeReader.read(
        "{PARAM :paramkind 0 :paramid -"
            + position
            + " :paramtype "
            + type.type()
            + " :paramtypmod "
            + type.modifier()
            + " :paramcollid "
            + type.collation()
            + " :location -1}");
  }

  /** The column that is all of a split expression; 0 where none is. */
  static int position(TreeValue split) {
    return split instanceof Node node && node.name().equals("PARAM") && node.number("paramid") < 0
        ? (int) -node.number("paramid")
        : 0;
  }

  private Operand operand(OutputColumn column) throws NotShippable {
    return BlockWriter.value(level, column, query, null);
  }

  /** A column for a part of an aggregate that PostgreSQL finishes. */
  private TreeValue part(OutputColumn.Kind kind, Node node, FinishedAggregate finished)
      throws NotShippable {
    OutputColumn column = new OutputColumn(kind, node, finished.type(kind));
    Operand operand = operand(column);
    if (!operand.isShownExactly()) {
      throw new NotShippable("how many digits PostgreSQL shows of a sum is not known");
    }
    if (kind != OutputColumn.Kind.SUM || operand.shownScale() == null) {
      return leaf(column, operand.sql());
    }
    OutputColumn scale =
        new OutputColumn(OutputColumn.Kind.SUM_SCALE, node, new BlockColumn(INT4, -1, 0));
    return NumericTrees.rounded(leaf(column, operand.sql()), leaf(scale, operand(scale).sql()));
  }
}
