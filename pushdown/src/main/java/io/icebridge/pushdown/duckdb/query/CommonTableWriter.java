// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.query.CommonTable;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.SetOperation;
import java.util.ArrayList;
import java.util.List;

/** Spells WITH. */
final class CommonTableWriter {

  private CommonTableWriter() {}

  /** WITH, with a blank after it; nothing where the level has none. Makes its items known. */
  static String with(Level level) throws NotShippable {
    QueryBlock block = level.block();
    if (block.commonTables().isEmpty()) {
      return "";
    }
    List<String> items = new ArrayList<>();
    boolean recursive = false;
    for (CommonTable table : block.commonTables()) {
      if (table.refusal() != null) {
        throw new NotShippable(table.refusal());
      }
      items.add(table.recursive() ? recursive(level, table) : plain(level, table));
      recursive |= table.recursive();
    }
    return (recursive ? "WITH RECURSIVE " : "WITH ") + String.join(", ", items) + " ";
  }

  private static String plain(Level level, CommonTable table) throws NotShippable {
    Written written = SelectWriter.write(level, table.query(), level.returnsLate(), List.of());
    String name = level.writer().newCommonTable();
    level.addCommonTable(
        table.name(), new Level.CommonRows(name, written.columns(), written.reasons()));
    String materialized =
        table.materialized() == null
            ? ""
            : table.materialized() ? "MATERIALIZED " : "NOT MATERIALIZED ";
    return name + " AS " + materialized + "(" + written.sql() + ")";
  }

  private static String recursive(Level outer, CommonTable table) throws NotShippable {
    QueryBlock block = table.query();
    SelectWriter.refuse(block);
    boolean usual =
        block.setOperation() instanceof SetOperation.Combined union
            && union.kind() == SetOperation.Kind.UNION
            && union.left() instanceof SetOperation.Leaf
            && union.right() instanceof SetOperation.Leaf
            && block.commonTables().isEmpty()
            && block.sort().isEmpty()
            && block.limit() == null
            && block.offset() == null;
    if (!usual) {
      throw new NotShippable("WITH RECURSIVE is of an unusual shape");
    }
    SetOperation.Combined union = (SetOperation.Combined) block.setOperation();
    Level level = new Level(outer.writer(), block, outer, outer.returnsLate(), List.of());
    boolean normal = !union.all();
    Written first = SetOperationWriter.leaf(level, union.left(), normal);
    String name = outer.writer().newCommonTable();
    List<Operand> columns = new ArrayList<>();
    for (Operand column : first.columns()) {
      columns.add(
          column.type().family() == DuckDbType.Family.DECIMAL
              ? new Operand("", Operand.Binding.ATOM, column.type(), Operand.UNKNOWN_SCALE)
              : Operand.atom("", column.type()));
    }
    outer.addCommonTable(table.name(), new Level.CommonRows(name, columns, List.of()));
    SetOperationWriter.requireEqualities(union, columns);
    Written again = SetOperationWriter.leaf(level, union.right(), normal);
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).type().equals(again.columns().get(i).type())) {
        throw new NotShippable("the columns of WITH RECURSIVE get another type when it recurses");
      }
    }
    return name
        + FromWriter.columnNames(columns.size())
        + " AS ("
        + first.sql()
        + (union.all() ? " UNION ALL " : " UNION ")
        + again.sql()
        + ")";
  }
}
