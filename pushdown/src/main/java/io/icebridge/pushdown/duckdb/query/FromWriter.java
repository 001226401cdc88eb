// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import io.icebridge.pushdown.duckdb.MomentSeries;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.duckdb.Periods;
import io.icebridge.pushdown.duckdb.query.Rows.WrittenRows;
import io.icebridge.pushdown.query.FromItem;
import io.icebridge.pushdown.query.RangeEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Spells what stands in FROM. */
final class FromWriter {

  private FromWriter() {}

  /** Makes the rows of everything an item names part of the level. */
  static void prepare(Level level, FromItem item) throws NotShippable {
    if (item instanceof FromItem.Reference reference) {
      level.rows(reference.entry());
    } else if (item instanceof FromItem.Join join) {
      prepare(level, join.left());
      prepare(level, join.right());
    } else if (item instanceof FromItem.Group group) {
      for (FromItem part : group.items()) {
        prepare(level, part);
      }
    }
  }

  /** The conditions of joins, which may name columns nothing else does. */
  static Joins joins(Level level, FromItem item) throws NotShippable {
    if (item instanceof FromItem.Reference reference) {
      return new Joins(level.rows(reference.entry()), null, null, null, null);
    }
    if (item instanceof FromItem.Join join) {
      return new Joins(
          null,
          join.kind(),
          joins(level, join.left()),
          joins(level, join.right()),
          join.condition() == null ? "TRUE" : condition(level, join.condition()));
    }
    throw new NotShippable("FROM has a list inside of a join");
  }

  private static String condition(Level level, Expression condition) throws NotShippable {
    return level.ofRow(condition).sqlUnderAnd();
  }

  /** An item of FROM whose conditions are written: either rows or a join. */
  record Joins(Rows rows, FromItem.Kind kind, Joins left, Joins right, String condition) {

    String sql() {
      if (rows != null) {
        return rows.from();
      }
      String keyword = kind == FromItem.Kind.INNER ? " JOIN " : " " + kind + " JOIN ";
      String inner = right.rows != null ? right.sql() : "(" + right.sql() + ")";
      return left.sql() + keyword + inner + " ON " + condition;
    }
  }

  static Rows rows(Level level, int number) throws NotShippable {
    RangeEntry entry = level.block().entry(number);
    if (entry instanceof RangeEntry.Relation relation) {
      return relation(level, number, relation);
    }
    if (entry instanceof RangeEntry.Derived derived) {
      Written written =
          SelectWriter.write(
              level, derived.query(), level.returnsLate(), level.quals(number), true);
      String alias = level.writer().newAlias();
      String lateral = derived.lateral() ? "LATERAL " : "";
      return new WrittenRows(
          alias,
          lateral + "(" + written.sql() + ") AS " + alias,
          written.columns(),
          written.reasons());
    }
    if (entry instanceof RangeEntry.CommonTableUse use) {
      Level.CommonRows table = level.commonTable(use.name(), use.levelsUp());
      String alias = level.writer().newAlias();
      return new WrittenRows(
          alias, table.name() + " AS " + alias, table.columns(), table.reasons());
    }
    if (entry instanceof RangeEntry.Values values) {
      return values(level, values);
    }
    if (entry instanceof RangeEntry.FunctionRows function) {
      return function(level, function);
    }
    throw new NotShippable(
        entry instanceof RangeEntry.Refused refused
            ? refused.reason()
            : "FROM names a join as if it were a table");
  }

  private static Rows relation(Level level, int number, RangeEntry.Relation relation)
      throws NotShippable {
    if (!relation.kind().equals("lake") && !relation.kind().equals("heap")) {
      throw new NotShippable(
          "relation \""
              + relation.name()
              + "\" is no lake table"
              + (relation.reason() == null ? "" : ": " + relation.reason()));
    }
    return new Rows.RelationRows(
        level.writer().newAlias(),
        relation,
        columns -> level.writer().source(relation, columns, level.quals(number)));
  }

  private static Rows values(Level level, RangeEntry.Values values) throws NotShippable {
    List<DuckDbType> types = new ArrayList<>();
    StringBuilder sql = new StringBuilder("(VALUES ");
    String rowSeparator = "";
    for (List<Expression> row : values.rows()) {
      sql.append(rowSeparator).append('(');
      rowSeparator = ", ";
      for (int i = 0; i < row.size(); i++) {
        Operand value = level.ofRow(row.get(i));
        if (i == types.size()) {
          types.add(value.type());
        } else {
          types.set(i, types.get(i).commonWith(value.type()));
        }
        sql.append(i == 0 ? "" : ", ").append(value.sql());
      }
      sql.append(')');
    }
    String alias = level.writer().newAlias();
    sql.append(") AS ").append(alias).append(columnNames(types.size()));
    List<Operand> columns = new ArrayList<>();
    for (DuckDbType type : types) {
      columns.add(
          type.family() == Family.DECIMAL && values.rows().size() > 1
              ? new Operand("", Operand.Binding.ATOM, type, Operand.UNKNOWN_SCALE)
              : Operand.atom("", type));
    }
    return new WrittenRows(alias, sql.toString(), columns, List.of());
  }

  static String columnNames(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add("c" + i);
    }
    return "(" + String.join(", ", names) + ")";
  }

  private static Rows function(Level level, RangeEntry.FunctionRows call) throws NotShippable {
    boolean known = call.function().schema().equals("pg_catalog");
    String name = call.function().name();
    List<String> arguments = new ArrayList<>();
    DuckDbType type = null;
    for (Expression argument : call.arguments()) {
      Operand operand = level.ofRow(argument);
      type = type == null ? operand.type() : type;
      arguments.add(operand.sql());
    }
    String rows = null;
    String select = null;
    if (known && name.equals("generate_series") && type.family().isInteger()) {
      requireStep(call.arguments());
      rows = "generate_series(" + String.join(", ", arguments) + ")";
      rows = "CAST(unnest(" + rows + ") AS " + type.sql() + ")";
    } else if (known && name.equals("generate_series") && type.family() == Family.TIMESTAMP) {
      requireInterval(call.arguments().get(2));
      rows = "unnest(generate_series(" + String.join(", ", arguments) + "))";
    } else if (known
        && name.equals("generate_series")
        && type.family() == Family.TIMESTAMPTZ
        && arguments.size() == 3) {
      requireInterval(call.arguments().get(2));
      String step = ((Constant) call.arguments().get(2)).text();
      if (!level.returnsLate() && !Periods.isSameIn(step, null)) {
        throw new NotShippable(
            "a series of days may fail in DuckDB when rows have already been returned");
      }
      select = MomentSeries.select(arguments.get(0), arguments.get(1), step, level.timeZone());
    } else if (known && name.equals("unnest") && type.family() == Family.LIST) {
      type = type.element();
      rows = "unnest(" + arguments.get(0) + ")";
    }
    if (rows == null && select == null) {
      throw new NotShippable("function " + name + " in FROM is not known to mean the same");
    }
    String alias = level.writer().newAlias();
    String lateral = call.lateral() ? "LATERAL " : "";
    return new WrittenRows(
        alias,
        lateral + "(" + (select != null ? select : "SELECT " + rows + " AS c1") + ") AS " + alias,
        Collections.singletonList(Operand.atom("", type)),
        List.of());
  }

  /** Of a step of zero PostgreSQL makes an error, and DuckDB nothing. */
  private static void requireInterval(Expression step) throws NotShippable {
    boolean some =
        step instanceof Constant constant
            && constant.text() != null
            && constant.text().matches(".*[1-9].*");
    if (!some) {
      throw new NotShippable("the step of generate_series is no constant other than zero");
    }
  }

  /** A step of zero is an error in PostgreSQL, and endless or nothing elsewhere. */
  private static void requireStep(List<Expression> arguments) throws NotShippable {
    if (arguments.size() < 3 || arguments.get(2) instanceof Parameter) {
      return;
    }
    boolean some =
        arguments.get(2) instanceof Constant constant
            && constant.text() != null
            && !constant.text().equals("0");
    if (!some) {
      throw new NotShippable("the step of generate_series is no constant other than zero");
    }
  }
}
