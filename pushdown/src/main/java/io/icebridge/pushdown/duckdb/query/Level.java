// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.duckdb.Scope;
import io.icebridge.pushdown.duckdb.Translator;
import io.icebridge.pushdown.query.AggregateCall;
import io.icebridge.pushdown.query.GroupingCall;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.QueryColumn;
import io.icebridge.pushdown.query.SortKey;
import io.icebridge.pushdown.query.SubQuery;
import io.icebridge.pushdown.query.SubQueryColumn;
import io.icebridge.pushdown.query.WindowCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A level of a query while it is written: what the names in its expressions stand for. */
final class Level implements Scope {

  private final QueryWriter writer;
  private final QueryBlock block;
  private final Level parent;
  private final boolean rowsTrap;
  private final boolean resultTraps;
  private final boolean written;
  private final Map<Integer, Rows> rows = new HashMap<>();
  private final Map<String, CommonRows> commonTables = new HashMap<>();
  private final Map<QueryColumn, Operand> groupKeys = new HashMap<>();
  private final Set<String> groupedBy = new HashSet<>();
  private final Map<Integer, List<Expression>> quals;
  private boolean afterGrouping;
  private Rows lookedUp;
  private SubQuery searched;
  private int readsFromBelow;

  /** An item of WITH that has been written: its name and the columns c1, c2, …. */
  record CommonRows(String name, List<Operand> columns, List<String> reasons) {}

  /**
   * A level.
   *
   * @param parent the level around it
   * @param returnsLate whether no row leaves the block before all rows of this level are computed
   * @param quals what is true for every row of this level that matters, over its own columns
   */
  Level(
      QueryWriter writer,
      QueryBlock block,
      Level parent,
      boolean returnsLate,
      List<Expression> quals) {
    this(writer, block, parent, returnsLate, !block.sort().isEmpty(), parent.written, quals);
  }

  private Level(
      QueryWriter writer,
      QueryBlock block,
      Level parent,
      boolean returnsLate,
      boolean sorts,
      boolean written,
      List<Expression> quals) {
    this.written = written;
    this.writer = writer;
    this.block = block;
    this.parent = parent;
    boolean gathers = block.aggregated() || block.distinct() != null || sorts;
    boolean oneRow = block.aggregated() && block.grouping() == null;
    this.rowsTrap = returnsLate || gathers;
    this.resultTraps = returnsLate || oneRow || sorts;
    this.quals = PruningQuals.of(block, quals);
  }

  /**
   * The top level of a block. {@code sorts} is whether its rows are sorted in DuckDB, if at all.
   */
  static Level top(QueryWriter writer, QueryBlock block, boolean sorts) {
    return new Level(
        writer, block, null, false, sorts && !block.sort().isEmpty(), false, List.of());
  }

  /** The top level of a block whose rows are written to a table by DuckDB itself. */
  static Level written(QueryWriter writer, QueryBlock block) {
    return new Level(writer, block, null, true, false, true, List.of());
  }

  QueryWriter writer() {
    return writer;
  }

  QueryBlock block() {
    return block;
  }

  /** Whether a query inside of this level, read as rows, is done before a row leaves the block. */
  boolean returnsLate() {
    return rowsTrap;
  }

  /** What is known about the rows of an entry that matter, over this level's columns. */
  List<Expression> quals(int entry) {
    return quals.getOrDefault(entry, List.of());
  }

  /** Translates what is computed for each row that is read: WHERE, ON, keys, arguments. */
  Operand ofRow(Expression expression) throws NotShippable {
    boolean before = afterGrouping;
    afterGrouping = false;
    try {
      return new Translator(this, rowsTrap).translate(expression);
    } finally {
      afterGrouping = before;
    }
  }

  /** Translates what is computed behind GROUP BY: the SELECT list, HAVING, ORDER BY. */
  Operand ofResult(Expression expression) throws NotShippable {
    boolean before = afterGrouping;
    afterGrouping = true;
    try {
      return new Translator(this, block.aggregated() ? resultTraps : rowsTrap)
          .translate(expression);
    } catch (NotShippable e) {
      return grouped(expression, e);
    } finally {
      afterGrouping = before;
    }
  }

  /** What rows are grouped by has been computed, and has failed if it can, before the result is. */
  private Operand grouped(Expression expression, NotShippable otherwise) throws NotShippable {
    if (groupedBy.isEmpty() || resultTraps || !rowsTrap) {
      throw otherwise;
    }
    Operand value = new Translator(this, true).translate(expression);
    if (!groupedBy.contains(value.sql())) {
      throw otherwise;
    }
    return value;
  }

  /** A translator for the arguments of an aggregate. */
  Operand ofArguments(ArgumentSpelling spelling) throws NotShippable {
    boolean before = afterGrouping;
    afterGrouping = false;
    try {
      return spelling.spell(new Translator(this, rowsTrap));
    } finally {
      afterGrouping = before;
    }
  }

  /** Spells a call with its arguments. */
  @FunctionalInterface
  interface ArgumentSpelling {
    Operand spell(Translator translator) throws NotShippable;
  }

  /**
   * A translator for the arguments of window functions, which see all rows before the first goes.
   */
  Translator windowTranslator() {
    return new Translator(this, true);
  }

  /** Makes a column stand for its group's key behind GROUP BY. */
  void addGroupKey(QueryColumn column, Operand key) {
    groupKeys.put(column, key);
  }

  /** Says that rows are grouped by an expression. */
  void addGroupKey(Operand key) {
    groupedBy.add(key.sql());
  }

  void addCommonTable(String name, CommonRows table) {
    commonTables.put(name, table);
  }

  CommonRows commonTable(String name, int levelsUp) throws NotShippable {
    CommonRows table = ancestor(levelsUp).commonTables.get(name);
    if (table == null) {
      throw new NotShippable("it reads WITH " + name + ", which is not part of it");
    }
    return table;
  }

  /** Whether it is left open in which order its rows come. */
  boolean anyOrder() {
    List<QueryBlock> scopes = new ArrayList<>();
    for (Level level = this; level != null; level = level.parent) {
      if (level.block != null) {
        scopes.add(level.block);
      }
    }
    return RowOrder.isOpen(scopes);
  }

  private Level ancestor(int levelsUp) throws NotShippable {
    Level level = this;
    for (int i = 0; i < levelsUp; i++) {
      level = level.parent;
      if (level == null) {
        throw new NotShippable("it depends on the query around it");
      }
    }
    return level;
  }

  /** How often sub-queries of this level have named a column of it or of what is around it. */
  int readsFromBelow() {
    return readsFromBelow;
  }

  /** Translates a query that is a condition of rows, of which only truth matters. */
  Operand searched(SubQuery query) throws NotShippable {
    searched = query;
    try {
      return ofRow(query);
    } finally {
      searched = null;
    }
  }

  boolean isSearched(SubQuery query) {
    return searched == query;
  }

  /** The rows of an entry, which become part of the level when they are first asked for. */
  Rows rows(int entry) throws NotShippable {
    Rows known = rows.get(entry);
    if (known == null) {
      known = FromWriter.rows(this, entry);
      rows.put(entry, known);
    }
    return known;
  }

  /** Translates a part of the expression that is being translated. */
  Operand inPlace(Expression expression) throws NotShippable {
    return afterGrouping ? ofResult(expression) : ofRow(expression);
  }

  /** A condition in which the columns of a sub-query stand for those of some rows. */
  Operand lookedUp(Expression condition, Rows in) throws NotShippable {
    Rows before = lookedUp;
    lookedUp = in;
    try {
      return inPlace(condition);
    } finally {
      lookedUp = before;
    }
  }

  /** A column of the result as it is, even if nothing is known of its type in DuckDB. */
  Operand plainResultColumn(QueryColumn column) throws NotShippable {
    boolean before = afterGrouping;
    afterGrouping = true;
    try {
      return plainColumn(column);
    } finally {
      afterGrouping = before;
    }
  }

  /** A column as it is, even if nothing is known of its type in DuckDB. */
  Operand plainColumn(QueryColumn column) throws NotShippable {
    Level level = ancestor(column.levelsUp());
    for (Level inner = this; inner != level; inner = inner.parent) {
      if (inner.block.grouping() != null && inner.block.grouping().groupsNothing()) {
        // DuckDB has no row for them, and puts NULL where GROUPING stands.
        throw new NotShippable("a sub-query that depends on the row groups what may be no rows");
      }
      inner.parent.readsFromBelow++;
    }
    Operand key =
        level.afterGrouping && !level.groupKeys.isEmpty()
            ? level.groupKeys.get(
                new QueryColumn(
                    0, column.entry(), column.number(), column.type(), column.collation()))
            : null;
    if (key == null && level.afterGrouping && level.block.grouping() != null) {
      throw new NotShippable("a value depends on columns that rows are not grouped by");
    }
    return key != null ? key : level.rows(column.entry()).column(column.number());
  }

  /** A column of intervals, or of arrays of them, as texts; null where it is not stored as such. */
  String storedText(QueryColumn column) throws NotShippable {
    return ancestor(column.levelsUp()).rows(column.entry()).storedText(column.number());
  }

  @Override
  public Operand column(ColumnReference column) throws NotShippable {
    throw new NotShippable("a column stands outside of the query");
  }

  /** Whether an expression of the result is one of those that rows are grouped by. */
  boolean isGroupKey(Expression expression) {
    boolean before = afterGrouping;
    afterGrouping = true;
    try {
      return groupKey(expression) != null;
    } finally {
      afterGrouping = before;
    }
  }

  @Override
  public Operand groupKey(Expression expression) {
    if (!afterGrouping || block.grouping() == null) {
      return null;
    }
    try {
      Operand value = ofRow(expression);
      for (SortKey key : block.grouping().keys()) {
        if (SelectWriter.groupKey(this, key.reference()).sql().equals(value.sql())) {
          return value;
        }
      }
      return null;
    } catch (NotShippable e) {
      return null;
    }
  }

  @Override
  public String timeZone() {
    return writer.session().timeZone();
  }

  @Override
  public boolean isoDates() {
    return writer.session().isoDates();
  }

  @Override
  public boolean shortestFloats() {
    return writer.session().shortestFloats();
  }

  @Override
  public boolean valuesDecide() {
    return written;
  }

  /**
   * A sub-query that depends on a column is evaluated once for all of its values that are equal:
   * negative zero is zero then, and 30 days are a month.
   */
  @Override
  public void requireItself(Expression argument) throws NotShippable {
    Family family = DuckDbType.family(argument.type());
    boolean outer = argument instanceof QueryColumn column && column.levelsUp() > 0;
    if (outer && family != null && family.isFloat()) {
      throw new NotShippable("a function in a sub-query may tell zero from negative zero");
    }
  }

  @Override
  public Operand query(QueryExpression expression) throws NotShippable {
    if (expression instanceof QueryColumn column) {
      Operand operand = typed(plainColumn(column), column);
      if (column.levelsUp() > 0 && operand.type().family() == Family.INTERVAL) {
        throw new NotShippable(
            "a sub-query depends on intervals, which are equal and not the same");
      }
      return operand;
    }
    if (expression instanceof AggregateCall call) {
      return AggregateWriter.spell(this, call);
    }
    if (expression instanceof WindowCall call) {
      return WindowWriter.spell(this, call);
    }
    if (expression instanceof GroupingCall call) {
      return AggregateWriter.spell(this, call);
    }
    if (expression instanceof SubQuery query) {
      return SubQueryWriter.spell(this, query);
    }
    if (expression instanceof SubQueryColumn column && lookedUp != null) {
      return typed(lookedUp.column(column.number()), column);
    }
    throw new NotShippable("it holds a " + expression.getClass().getSimpleName());
  }

  private static Operand typed(Operand operand, Expression column) throws NotShippable {
    if (operand.type() == null) {
      throw new NotShippable(
          "type "
              + (column.type() == null ? "unknown" : column.type().display())
              + " has no counterpart in DuckDB with the same meaning");
    }
    return operand;
  }
}
