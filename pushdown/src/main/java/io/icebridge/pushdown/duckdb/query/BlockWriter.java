// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.pushdown.QueryTree;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.Keys;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.query.SortKey;
import io.icebridge.pushdown.query.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Spells that part of a block that runs in DuckDB. */
final class BlockWriter {

  private final QueryTree query;
  private final QueryBlock block;
  private final Split split;
  private final List<Constant> values;
  private final Level level;

  /**
   * A writer of one block.
   *
   * @param values of the parameters, already in {@code block}; null where they are not known
   */
  BlockWriter(
      QueryTree query, QueryBlock block, Split split, List<Constant> values, QueryWriter writer) {
    this.query = query;
    this.block = block;
    this.split = split;
    this.values = values;
    this.level =
        split.isWritten()
            ? Level.written(writer, block)
            : Level.top(writer, block, split.sortBelow());
  }

  String sql() throws NotShippable {
    String with = CommonTableWriter.with(level);
    String limit = split.limitBelow() ? SelectWriter.limit(level) : "";
    if (block.setOperation() != null) {
      Written rows = SetOperationWriter.write(level);
      return with + rows.sql() + (split.sortBelow() ? order(rows.columns()) : "") + limit;
    }
    SelectWriter select = new SelectWriter(level);
    var from = select.begin();
    SelectWriter.Items items = items();
    List<String> where = new ArrayList<>();
    List<Expression> conditions = SelectWriter.split(block.from().condition());
    for (int i = 0; i < conditions.size(); i++) {
      if (!split.whereAbove().contains(i)) {
        where.add(select.conjunct(conditions.get(i)));
      }
    }
    String body =
        select.body(from, where, having(split.havingAbove()), items, split.distinctBelow());
    String order = split.sortBelow() ? order(items.operands) : "";
    return with + body.replace(SelectWriter.FROM_MARK, select.fromSql()) + order + limit;
  }

  private List<String> having(Set<Integer> above) throws NotShippable {
    List<String> having = new ArrayList<>();
    List<Expression> conditions = SelectWriter.split(block.having());
    for (int i = 0; i < conditions.size(); i++) {
      if (!above.contains(i)) {
        having.add(level.ofResult(conditions.get(i)).sqlUnderAnd());
      }
    }
    return having;
  }

  private SelectWriter.Items items() throws NotShippable {
    SelectWriter.Items items = new SelectWriter.Items();
    for (OutputColumn column : split.columns()) {
      Operand operand = value(level, column, query, values);
      operand = split.distinctBelow() && block.distinct() != null ? Keys.normal(operand) : operand;
      items.operands.add(operand);
      items.sql.add(leaving(column, operand) + " AS c" + items.operands.size());
    }
    return items;
  }

  /** The SQL of a value where it leaves DuckDB. */
  private String leaving(OutputColumn column, Operand operand) throws NotShippable {
    if (operand.isWidened()) {
      // An INTEGER that leaves for a smallint is checked where it arrives.
      return operand.key();
    }
    if (operand.type() == null || operand.type().family() != DuckDbType.Family.INTERVAL) {
      return operand.sql();
    }
    String text = null;
    if (block.isPlain() && column.expression(query, values) instanceof QueryColumn plain) {
      text = level.storedText(plain);
    }
    // Arrow counts the nanoseconds of an interval, DuckDB does not look whether they fit.
    return text != null ? text : "icebridge.in_nanoseconds(" + operand.sql() + ")";
  }

  /** The SQL of a column. */
  static Operand value(Level level, OutputColumn column, QueryTree query, List<Constant> values)
      throws NotShippable {
    if (column.kind() == OutputColumn.Kind.ROW) {
      return Operand.atom("1", null);
    }
    if (column.kind() == OutputColumn.Kind.MARGIN) {
      return Operand.atom(Integer.toString(FinishedAggregate.MARGIN), null);
    }
    Expression expression = column.expression(query, values);
    if (column.kind() == OutputColumn.Kind.STORED) {
      return StoredValues.stored(level.ofResult(expression), expression.type());
    }
    if (expression instanceof QueryColumn plain) {
      return level.plainResultColumn(plain);
    }
    Operand operand = level.ofResult(expression);
    boolean scale =
        column.kind() == OutputColumn.Kind.SCALE || column.kind() == OutputColumn.Kind.SUM_SCALE;
    return scale ? Operand.atom("CAST(" + operand.shownScaleSql() + " AS INTEGER)", null) : operand;
  }

  private String order(List<Operand> items) throws NotShippable {
    StringBuilder order = new StringBuilder();
    for (SortKey key : block.sort()) {
      Target target = block.target(key.reference());
      if (target.expression() instanceof Constant || target.expression() instanceof Parameter) {
        continue;
      }
      order.append(order.length() == 0 ? " ORDER BY " : ", ");
      order.append(key(key, target, items)).append(AggregateWriter.direction(key));
    }
    return order.toString();
  }

  private String key(SortKey key, Target target, List<Operand> items) throws NotShippable {
    if (block.setOperation() == null && block.distinct() == null) {
      return Keys.ordered(level.ofResult(target.expression()), key.order(), target.collation())
          .asKey();
    }
    int position = split.positions().get(block.targets().indexOf(target));
    if (position == 0) {
      throw new NotShippable("rows are sorted by something that is not part of them");
    }
    Operand item = items.get(position - 1);
    Keys.ordered(item, key.order(), target.collation());
    if (block.setOperation() != null && !Keys.normal(item).equals(item)) {
      throw new NotShippable("the rows of a set operation are sorted by a char(n)");
    }
    return Integer.toString(position);
  }
}
