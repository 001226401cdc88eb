// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.pushdown.duckdb.DuckDbType;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.query.RangeEntry.Relation;
import java.util.List;
import java.util.TreeSet;

/** Something in FROM that has a name. */
interface Rows {

  /** A column by its number, from 1; its type is null where nothing is known of it. */
  Operand column(int number) throws NotShippable;

  /** A column of intervals, or of arrays of them, as texts; null where it is not stored as such. */
  default String storedText(int number) {
    return null;
  }

  /** What stands in FROM, its name included. Asked for when all else that names it is written. */
  String from();

  /** A relation. */
  final class RelationRows implements Rows {

    /** Gives the SQL of a relation's rows. */
    interface Source {
      String of(TreeSet<Integer> columns);
    }

    private final String alias;
    private final Relation relation;
    private final Source source;
    private final TreeSet<Integer> used = new TreeSet<>();

    RelationRows(String alias, Relation relation, Source source) {
      this.alias = alias;
      this.relation = relation;
      this.source = source;
    }

    @Override
    public Operand column(int number) throws NotShippable {
      ColumnDefinition column = relation.column(number);
      if (column == null) {
        throw new NotShippable("a relation has no column " + number);
      }
      if (isHeap() && !isWhole(column.type())) {
        throw new NotShippable(
            "type " + column.type().display() + " of a heap table is not handed over");
      }
      used.add(number);
      String name = name(column);
      DuckDbType type = typeOrNull(column);
      if (type != null && type.family() == Family.SMALLINT) {
        return Operand.smallint(name);
      }
      boolean written = type != null && type.family() == Family.INTERVAL && !isHeap();
      return Operand.atom(written ? interval(name) : name, type);
    }

    /** Iceberg has no intervals: there they are PostgreSQL's text, which DuckDB understands. */
    @Override
    public String storedText(int number) {
      ColumnDefinition column = relation.column(number);
      DuckDbType type = typeOrNull(column);
      if (type == null || !type.holdsIntervals() || isHeap()) {
        return null;
      }
      String name = name(column);
      return type.family() == Family.INTERVAL ? "CAST(" + name + " AS VARCHAR)" : name;
    }

    private boolean isHeap() {
      return relation.kind().equals("heap");
    }

    private String name(ColumnDefinition column) {
      return alias + "." + quoted(column.name());
    }

    // DuckDB knows no plus, and more than 999999999 hours end up as a few, so that they are to
    // fail.
    private static String interval(String name) {
      String text = "replace(CAST(" + name + " AS VARCHAR), '+', '')";
      return "CAST(regexp_replace(" + text + ", '[0-9]{10}:', '?') AS INTERVAL)";
    }

    /** Arrays of PostgreSQL's own tables may have any dimensions and lower bounds. */
    private static boolean isWhole(PostgresType type) {
      return switch (type.kind()) {
        case DOMAIN -> isWhole(type.element());
        case ARRAY, COMPOSITE, PSEUDO -> false;
        default -> true;
      };
    }

    private static DuckDbType typeOrNull(ColumnDefinition column) {
      try {
        return DuckDbType.of(column.type());
      } catch (NotShippable e) {
        return null;
      }
    }

    private static String quoted(String name) {
      return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String from() {
      return source.of(used) + " AS " + alias;
    }
  }

  /**
   * Rows whose SQL is known from the beginning; their columns are called c1, c2, ….
   *
   * @param columns a null item where a column cannot be had; its reason is in {@code reasons}
   */
  record WrittenRows(String alias, String from, List<Operand> columns, List<String> reasons)
      implements Rows {

    @Override
    public Operand column(int number) throws NotShippable {
      Operand column = number <= columns.size() ? columns.get(number - 1) : null;
      if (column == null) {
        throw new NotShippable(
            number <= reasons.size() && reasons.get(number - 1) != null
                ? reasons.get(number - 1)
                : "a sub-query has no column " + number);
      }
      if (column.isWidened()) {
        return Operand.smallint(alias + ".c" + number);
      }
      return new Operand(
          alias + ".c" + number,
          Operand.Binding.ATOM,
          column.type(),
          // A display scale that depends on the row is not carried along.
          column.shownScale() == null ? null : Operand.UNKNOWN_SCALE);
    }
  }
}
