// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.duckdb.Keys;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.query.AggregateCall;
import io.icebridge.pushdown.query.FromItem;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.QueryBlock.Grouping;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.query.SortKey;
import io.icebridge.pushdown.query.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Spells SELECT with its clauses. */
final class SelectWriter {

  private final Level level;
  private final QueryBlock block;
  private final StringBuilder sql = new StringBuilder();

  SelectWriter(Level level) {
    this.level = level;
    this.block = level.block();
  }

  /** A query inside of another, which gives its visible targets. */
  static Written write(Level parent, QueryBlock block, boolean returnsLate, List<Expression> quals)
      throws NotShippable {
    return write(parent, block, returnsLate, quals, false);
  }

  /** The same, whose smallints may be INTEGERs where {@code widened}. */
  static Written write(
      Level parent, QueryBlock block, boolean returnsLate, List<Expression> quals, boolean widened)
      throws NotShippable {
    refuse(block);
    Level level = new Level(parent.writer(), block, parent, returnsLate, quals);
    String with = CommonTableWriter.with(level);
    if (block.setOperation() != null) {
      Written rows = SetOperationWriter.write(level);
      String order = new SelectWriter(level).order(block.sort(), visible(block));
      return new Written(with + rows.sql() + order + limit(level), rows.columns(), rows.reasons());
    }
    SelectWriter select = new SelectWriter(level);
    FromItem.Group from = select.begin();
    Items items = select.items(block.distinct() == null, widened);
    String body = select.body(from, select.conjuncts(), select.having(), items);
    String order = select.order(block.sort(), visible(block));
    return new Written(
        with + body.replace(FROM_MARK, select.fromSql()) + order + limit(level),
        items.operands,
        items.reasons);
  }

  /** A query of which only matters whether it has rows. */
  static String writeForExistence(Level parent, QueryBlock block) throws NotShippable {
    boolean simple =
        block.setOperation() == null && block.distinct() == null && !block.returnsSets();
    if (!simple) {
      return write(parent, block, parent.returnsLate(), List.of()).sql();
    }
    refuse(block);
    for (Target target : block.targets()) {
      // Nothing else of what is selected matters, but this makes groups of the rows around.
      AggregateWriter.refuseOuter(target.expression());
    }
    Level level = new Level(parent.writer(), block, parent, parent.returnsLate(), List.of());
    String with = CommonTableWriter.with(level);
    SelectWriter select = new SelectWriter(level);
    FromItem.Group from = select.begin();
    Items one = new Items();
    one.sql.add("1");
    if (block.aggregated() && block.grouping() == null) {
      // Without an aggregate in it, DuckDB would not see one group.
      one.sql.set(0, "count(*)");
    }
    String body = select.body(from, select.conjuncts(), select.having(), one);
    return with + body.replace(FROM_MARK, select.fromSql()) + limit(level);
  }

  static void refuse(QueryBlock block) throws NotShippable {
    if (block.refusal() != null) {
      throw new NotShippable(block.refusal());
    }
  }

  /**
   * Stands for FROM until everything is written that may name a column of it, since only then it is
   * known which columns are read. No SQL that comes from a query has this character.
   */
  static final String FROM_MARK = "\0";

  /** The items of a SELECT list. */
  static final class Items {
    final List<String> sql = new ArrayList<>();
    final List<Operand> operands = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
  }

  private FromItem.Group from;
  private final List<FromWriter.Joins> joins = new ArrayList<>();

  /** Makes what stands in FROM part of the level. */
  FromItem.Group begin() throws NotShippable {
    from = block.from();
    FromWriter.prepare(level, from);
    for (FromItem item : from.items()) {
      joins.add(FromWriter.joins(level, item));
    }
    prepareGroupKeys();
    return from;
  }

  private void prepareGroupKeys() throws NotShippable {
    if (block.grouping() == null) {
      return;
    }
    for (SortKey key : block.grouping().keys()) {
      Expression expression = block.target(key.reference()).expression();
      Operand value = level.ofRow(expression);
      Operand normal = groupKey(level, key.reference());
      if (expression instanceof QueryColumn column) {
        level.addGroupKey(column, normal);
      } else if (!normal.sql().equals(value.sql())) {
        throw new NotShippable("rows are grouped by an expression of type char(n)");
      } else {
        level.addGroupKey(value);
      }
    }
  }

  /** The text by which rows are grouped. */
  static Operand groupKey(Level level, int reference) throws NotShippable {
    Target target = level.block().target(reference);
    for (SortKey key : level.block().grouping().keys()) {
      if (key.reference() == reference) {
        return Keys.equal(level.ofRow(target.expression()), key.equality(), target.collation());
      }
    }
    throw new NotShippable("GROUPING names no group");
  }

  /** The visible targets. Where {@code lazily}, one that cannot be had is left out. */
  private Items items(boolean lazily, boolean widened) throws NotShippable {
    Items items = new Items();
    for (Target target : visible(block)) {
      try {
        if (block.returnsSets()) {
          throw new NotShippable("a SELECT list has a function that returns a set");
        }
        Operand operand = output(target.expression());
        items.operands.add(operand);
        items.reasons.add(null);
        String sql = widened && operand.isWidened() ? operand.key() : operand.sql();
        items.sql.add(sql + " AS c" + items.operands.size());
      } catch (NotShippable e) {
        if (!lazily || block.returnsSets()) {
          throw e;
        }
        items.operands.add(null);
        items.reasons.add(e.getMessage());
      }
    }
    if (block.aggregated() && block.grouping() == null && items.operands.contains(null)) {
      // What was left out may have been the only aggregate, without which there is no one group.
      items.sql.add("count(*)");
    } else if (items.sql.isEmpty()) {
      items.sql.add("1");
    }
    return items;
  }

  /** A value of the result, as it is compared by DISTINCT. */
  private Operand output(Expression expression) throws NotShippable {
    if (block.distinct() != null) {
      return Keys.normal(level.ofResult(expression));
    }
    return expression instanceof QueryColumn column
        ? level.plainResultColumn(column)
        : level.ofResult(expression);
  }

  static List<Target> visible(QueryBlock block) {
    List<Target> visible = new ArrayList<>();
    for (Target target : block.targets()) {
      if (!target.hidden()) {
        visible.add(target);
      }
    }
    return visible;
  }

  /** The conditions of WHERE, each for itself. */
  List<String> conjuncts() throws NotShippable {
    List<String> conjuncts = new ArrayList<>();
    for (Expression conjunct : split(block.from().condition())) {
      conjuncts.add(conjunct(conjunct));
    }
    return conjuncts;
  }

  String conjunct(Expression conjunct) throws NotShippable {
    return SubQueryWriter.condition(level, conjunct).sqlUnderAnd();
  }

  /** The conditions of HAVING, each for itself. */
  List<String> having() throws NotShippable {
    List<String> conjuncts = new ArrayList<>();
    for (Expression conjunct : split(block.having())) {
      conjuncts.add(level.ofResult(conjunct).sqlUnderAnd());
    }
    return conjuncts;
  }

  /** The conditions whose AND this is. */
  static List<Expression> split(Expression condition) {
    if (condition == null) {
      return List.of();
    }
    if (condition instanceof Logical logical && logical.connective() == Connective.AND) {
      List<Expression> conjuncts = new ArrayList<>();
      logical.arguments().forEach(argument -> conjuncts.addAll(split(argument)));
      return conjuncts;
    }
    return List.of(condition);
  }

  /** SELECT … FROM … WHERE … GROUP BY … HAVING, with a mark in place of what is read. */
  String body(FromItem.Group from, List<String> where, List<String> having, Items items)
      throws NotShippable {
    return body(from, where, having, items, true);
  }

  /** The same, where DISTINCT may be left to PostgreSQL. */
  String body(
      FromItem.Group from, List<String> where, List<String> having, Items items, boolean distinct)
      throws NotShippable {
    sql.append("SELECT ").append(distinct ? distinct() : "").append(String.join(", ", items.sql));
    if (!from.items().isEmpty()) {
      sql.append(" FROM ").append(FROM_MARK);
    }
    append(" WHERE ", where);
    appendGroups();
    if (block.aggregated() && block.grouping() == null && !namesAggregate()) {
      having = new ArrayList<>(having);
      having.add("count(*) >= 0");
    }
    append(" HAVING ", having);
    return sql.toString();
  }

  /** Whether DuckDB will see an aggregate. Those that stood beside a constant have been folded. */
  private boolean namesAggregate() {
    for (Target target : block.targets()) {
      if (namesAggregate(target.expression())) {
        return true;
      }
    }
    return block.having() != null && namesAggregate(block.having());
  }

  private static boolean namesAggregate(Expression expression) {
    if (expression instanceof AggregateCall) {
      return true;
    }
    for (Expression child : Expressions.children(expression)) {
      if (namesAggregate(child)) {
        return true;
      }
    }
    return false;
  }

  private void append(String keyword, List<String> conjuncts) {
    if (!conjuncts.isEmpty()) {
      sql.append(keyword).append(String.join(" AND ", conjuncts));
    }
  }

  private String distinct() throws NotShippable {
    QueryBlock.Distinct distinct = block.distinct();
    if (distinct == null) {
      return "";
    }
    List<String> keys = new ArrayList<>();
    for (SortKey key : distinct.keys()) {
      Target target = block.target(key.reference());
      Operand value = level.ofResult(target.expression());
      keys.add(Keys.equal(value, key.equality(), target.collation()).sql());
    }
    return distinct.on() ? "DISTINCT ON (" + String.join(", ", keys) + ") " : "DISTINCT ";
  }

  private void appendGroups() throws NotShippable {
    Grouping grouping = block.grouping();
    if (grouping == null) {
      return;
    }
    List<String> keys = new ArrayList<>();
    for (SortKey key : grouping.keys()) {
      keys.add(groupKey(level, key.reference()).asKey());
    }
    Set<String> different = new LinkedHashSet<>(keys);
    if (grouping.plain()) {
      sql.append(" GROUP BY ").append(String.join(", ", different));
      return;
    }
    if (different.size() < keys.size()) {
      throw new NotShippable("grouping sets name the same value twice");
    }
    List<String> sets = new ArrayList<>();
    for (List<Integer> set : grouping.sets()) {
      List<String> members = new ArrayList<>();
      set.forEach(member -> members.add(keys.get(member)));
      sets.add("(" + String.join(", ", members) + ")");
    }
    sql.append(" GROUP BY GROUPING SETS (").append(String.join(", ", sets)).append(')');
  }

  /** What stands after FROM. Asks the relations for their rows. */
  String fromSql() {
    List<String> items = new ArrayList<>();
    for (FromWriter.Joins item : joins) {
      items.add(item.sql());
    }
    return String.join(", ", items);
  }

  /**
   * ORDER BY, with a blank before it; nothing where there are no keys.
   *
   * @param items targets in the order of the SELECT list, which can be named by their position
   */
  String order(List<SortKey> keys, List<Target> items) throws NotShippable {
    StringBuilder order = new StringBuilder();
    for (SortKey key : keys) {
      Target target = block.target(key.reference());
      if (target.expression() instanceof Constant || target.expression() instanceof Parameter) {
        continue;
      }
      order.append(order.length() == 0 ? " ORDER BY " : ", ");
      order.append(orderKey(key, target, items)).append(AggregateWriter.direction(key));
    }
    return order.toString();
  }

  private String orderKey(SortKey key, Target target, List<Target> items) throws NotShippable {
    boolean byPosition = block.distinct() != null || block.setOperation() != null;
    if (byPosition) {
      int position = items.indexOf(target);
      if (position < 0) {
        throw new NotShippable("rows are sorted by something that is not part of them");
      }
      if (block.setOperation() != null) {
        throw new NotShippable("the rows of a set operation are sorted inside of a query");
      }
      Keys.ordered(level.ofResult(target.expression()), key.order(), target.collation());
      return Integer.toString(position + 1);
    }
    return Keys.ordered(level.ofResult(target.expression()), key.order(), target.collation())
        .asKey();
  }

  /** LIMIT and OFFSET, with a blank before them; nothing where there are none. */
  static String limit(Level level) throws NotShippable {
    QueryBlock block = level.block();
    if (block.withTies()) {
      throw new NotShippable("it has FETCH FIRST … WITH TIES");
    }
    return count(level, " LIMIT ", block.limit()) + count(level, " OFFSET ", block.offset());
  }

  private static String count(Level level, String keyword, Expression count) throws NotShippable {
    if (count == null || count instanceof Constant constant && constant.isNull()) {
      return "";
    }
    if (count instanceof Parameter parameter) {
      return keyword + level.ofResult(parameter).sql();
    }
    if (count instanceof Constant constant && !constant.text().startsWith("-")) {
      return keyword + constant.text();
    }
    throw new NotShippable("LIMIT or OFFSET is neither a constant nor a parameter, or negative");
  }
}
