// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.Keys;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.query.RangeEntry;
import io.icebridge.pushdown.query.SetOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Spells UNION, INTERSECT and EXCEPT. */
final class SetOperationWriter {

  private SetOperationWriter() {}

  /** The set operation of a level, without what stands behind it. */
  static Written write(Level level) throws NotShippable {
    SetOperation.Combined top = (SetOperation.Combined) level.block().setOperation();
    return combined(level, top, false);
  }

  private static Written write(Level level, SetOperation operation, boolean normal)
      throws NotShippable {
    if (operation instanceof SetOperation.Combined combined) {
      Written written = combined(level, combined, normal);
      return new Written("(" + written.sql() + ")", written.columns(), written.reasons());
    }
    return leaf(level, operation, normal);
  }

  private static Written combined(Level level, SetOperation.Combined operation, boolean around)
      throws NotShippable {
    // UNION ALL keeps all rows as they are; all others compare them.
    boolean compares = !(operation.kind() == SetOperation.Kind.UNION && operation.all());
    boolean normal = around || compares;
    Written left = write(level, operation.left(), normal);
    Written right = write(level, operation.right(), normal);
    List<Operand> columns = new ArrayList<>();
    for (int i = 0; i < left.columns().size(); i++) {
      columns.add(common(left.columns().get(i), right.columns().get(i)));
    }
    if (compares && !operation.all()) {
      requireEqualities(operation, columns);
    } else if (compares) {
      requireTold(columns);
    }
    String keyword = " " + operation.kind() + (operation.all() ? " ALL " : " ");
    return new Written(
        left.sql() + keyword + right.sql(), columns, Collections.nCopies(columns.size(), null));
  }

  private static Operand common(Operand left, Operand right) throws NotShippable {
    DuckDbType type = commonType(left.type(), right.type());
    boolean sameScale =
        left.type().equals(right.type()) && left.shownScale() == null && right.shownScale() == null;
    return type.family() == DuckDbType.Family.DECIMAL && !sameScale
        ? new Operand("", Operand.Binding.ATOM, type, Operand.UNKNOWN_SCALE)
        : Operand.atom("", type);
  }

  /** Whole numbers of different size stay what they are here: PostgreSQL's planner widens them. */
  private static DuckDbType commonType(DuckDbType left, DuckDbType right) throws NotShippable {
    if (left.family().isInteger() && right.family().isInteger()) {
      return left.family().compareTo(right.family()) >= 0 ? left : right;
    }
    return left.commonWith(right);
  }

  /** Checks that rows are told apart as PostgreSQL does. */
  static void requireEqualities(SetOperation.Combined operation, List<Operand> columns)
      throws NotShippable {
    if (operation.all()) {
      return;
    }
    if (operation.equalities().size() != columns.size()) {
      throw new NotShippable("a set operation compares columns that have no equality");
    }
    for (int i = 0; i < columns.size(); i++) {
      SetOperation.Equality equality = operation.equalities().get(i);
      Keys.equal(columns.get(i), equality.operator(), equality.collation());
    }
  }

  /** INTERSECT ALL and EXCEPT ALL name no equality where their columns have but one. */
  private static void requireTold(List<Operand> columns) throws NotShippable {
    for (Operand column : columns) {
      switch (column.type().family()) {
        case BOOLEAN, SMALLINT, INTEGER, BIGINT, DECIMAL, DATE, TIMESTAMP, TIMESTAMPTZ, UUID -> {}
        default -> throw new NotShippable("INTERSECT ALL or EXCEPT ALL compares texts");
      }
    }
  }

  /**
   * One of the queries, in parentheses. Where {@code normal}, its rows are going to be compared.
   */
  static Written leaf(Level level, SetOperation operation, boolean normal) throws NotShippable {
    int entry = ((SetOperation.Leaf) operation).entry();
    if (!(level.block().entry(entry) instanceof RangeEntry.Derived derived)) {
      throw new NotShippable("a set operation reads something else than queries");
    }
    Written written =
        SelectWriter.write(level, derived.query(), level.returnsLate(), level.quals(entry));
    boolean padded = false;
    for (int i = 0; i < written.columns().size(); i++) {
      if (written.columns().get(i) == null) {
        throw new NotShippable(written.reasons().get(i));
      }
      if (written.columns().get(i).type() == null) {
        throw new NotShippable("a set operation has a column of a type DuckDB does not have");
      }
      padded |= written.columns().get(i).type().family() == DuckDbType.Family.PADDED;
    }
    return new Written(
        padded && normal ? withoutBlanks(level, written) : "(" + written.sql() + ")",
        written.columns(),
        written.reasons());
  }

  private static String withoutBlanks(Level level, Written written) throws NotShippable {
    String alias = level.writer().newAlias();
    Rows rows =
        new Rows.WrittenRows(
            alias, "(" + written.sql() + ") AS " + alias, written.columns(), written.reasons());
    List<String> items = new ArrayList<>();
    for (int i = 1; i <= written.columns().size(); i++) {
      items.add(Keys.normal(rows.column(i)).sql() + " AS c" + i);
    }
    return "(SELECT " + String.join(", ", items) + " FROM " + rows.from() + ")";
  }
}
