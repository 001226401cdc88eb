// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.Keys;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.query.SubQuery;
import io.icebridge.pushdown.query.SubQueryColumn;
import java.util.List;

/** Spells queries in expressions. */
final class SubQueryWriter {

  private SubQueryWriter() {}

  static Operand spell(Level level, SubQuery query) throws NotShippable {
    return switch (query.kind()) {
      case EXISTS ->
          Operand.atom(
              "EXISTS (" + SelectWriter.writeForExistence(level, query.query()) + ")",
              DuckDbType.of(DuckDbType.Family.BOOLEAN));
      case SCALAR -> scalar(level, query);
      case ANY, ALL -> quantified(level, query);
      default -> throw new NotShippable("a sub-query makes an array or compares a whole row");
    };
  }

  /** Where only truth matters, any comparison of rows can be a search. */
  static Operand condition(Level level, Expression condition) throws NotShippable {
    if (condition instanceof SubQuery query && query.kind() == SubQuery.Kind.ANY) {
      if (isPlain(query)) {
        return level.searched(query);
      }
      Written written = write(level, query);
      String alias = level.writer().newAlias();
      Rows rows =
          new Rows.WrittenRows(
              alias, "(" + written.sql() + ") AS " + alias, written.columns(), written.reasons());
      String test = level.lookedUp(query.test(), rows).sqlUnderAnd();
      return Operand.atom(
          "EXISTS (SELECT 1 FROM " + rows.from() + " WHERE " + test + ")",
          DuckDbType.of(DuckDbType.Family.BOOLEAN));
    }
    return level.ofRow(condition);
  }

  private static Operand scalar(Level level, SubQuery query) throws NotShippable {
    Written written = write(level, query);
    Operand column = column(written, 0);
    return new Operand(
        "(" + written.sql() + ")",
        Operand.Binding.ATOM,
        column.type(),
        column.shownScale() == null ? null : Operand.UNKNOWN_SCALE);
  }

  /** Whether the test compares something with the query's only column as it is. */
  private static boolean isPlain(SubQuery query) {
    return query.test() instanceof OperatorCall call
        && call.arguments().size() == 2
        && call.arguments().get(1) instanceof SubQueryColumn
        && !holdsColumn(call.arguments().get(0));
  }

  private static boolean holdsColumn(Expression expression) {
    return expression instanceof SubQueryColumn
        || Expressions.children(expression).stream().anyMatch(SubQueryWriter::holdsColumn);
  }

  private static Operand quantified(Level level, SubQuery query) throws NotShippable {
    boolean simple =
        query.test() instanceof OperatorCall call
            && call.arguments().size() == 2
            && !holdsColumn(call.arguments().get(0));
    if (!simple) {
      throw new NotShippable("a row is compared with the rows of a sub-query");
    }
    OperatorCall test = (OperatorCall) query.test();
    Operand left = level.inPlace(test.arguments().get(0));
    int before = level.readsFromBelow();
    Written written = write(level, query);
    if (level.readsFromBelow() != before && !level.isSearched(query)) {
      // DuckDB gives NULL instead of false if any row around has a NULL in the column that is read.
      throw new NotShippable("a value is searched in a sub-query that depends on the row");
    }
    String rows = written.sql();
    Operand right = column(written, 0);
    if (!(test.arguments().get(1) instanceof SubQueryColumn)) {
      String alias = level.writer().newAlias();
      Rows inner =
          new Rows.WrittenRows(
              alias, "(" + rows + ") AS " + alias, written.columns(), written.reasons());
      right = level.lookedUp(test.arguments().get(1), inner);
      rows = "SELECT " + right.sql() + " FROM " + inner.from();
    }
    String lookedUp = Keys.lookedUp(left, right, test.operator(), test.collation());
    String operator = test.operator().name();
    boolean any = query.kind() == SubQuery.Kind.ANY;
    String how =
        any && operator.equals("=") ? " IN (" : " " + operator + (any ? " ANY (" : " ALL (");
    return Operand.predicate(lookedUp + how + rows + ")");
  }

  private static Written write(Level level, SubQuery query) throws NotShippable {
    // DuckDB joins with the rows of a sub-query when it has all of them.
    return SelectWriter.write(level, query.query(), true, List.of());
  }

  private static Operand column(Written written, int index) throws NotShippable {
    if (written.columns().get(index) == null) {
      throw new NotShippable(written.reasons().get(index));
    }
    if (written.columns().get(index).type() == null) {
      throw new NotShippable("a sub-query's value is of a type DuckDB does not have");
    }
    return written.columns().get(index);
  }
}
