// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.PostgresType.Kind;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.SortKey;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expressions;
import io.icebridge.lake.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns of a table and their names in queries. */
final class TableColumns {

  private final List<ColumnDefinition> columns;

  TableColumns(List<ColumnDefinition> columns) {
    this.columns = columns;
  }

  List<ColumnDefinition> all() {
    return columns;
  }

  /**
   * The name of a column in a query: its own, unless another one differs only in case, which DuckDB
   * does not tell apart.
   */
  String sqlName(ColumnDefinition column) {
    for (ColumnDefinition other : columns) {
      if (other.number() != column.number() && other.name().equalsIgnoreCase(column.name())) {
        return Sql.name(column.name() + " " + column.number());
      }
    }
    return Sql.name(column.name());
  }

  /**
   * A column whose type sets limits that DuckDB's type for it does not have; null where there is
   * none. Decimals have the same in both.
   */
  ColumnDefinition uncheckedByDuckDb() {
    for (ColumnDefinition column : columns) {
      PostgresType type = column.type();
      if (type.kind() == Kind.DOMAIN || type.modifier() >= 0 && !type.is("numeric")) {
        return column;
      }
    }
    return null;
  }

  /** Whether DuckDB can tell all columns apart by their own names. */
  boolean areDistinct() {
    Set<String> names = new HashSet<>();
    for (ColumnDefinition column : columns) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  String sqlName(Expression.ColumnReference reference) {
    return sqlName(referenced(reference));
  }

  private ColumnDefinition referenced(Expression.ColumnReference reference) {
    for (ColumnDefinition column : columns) {
      if (column.number() == reference.number()) {
        return column;
      }
    }
    throw missing(reference.name());
  }

  ColumnDefinition named(String name) {
    for (ColumnDefinition column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    throw missing(name);
  }

  /** The columns a scan looks at, each once, those it returns first. */
  List<ColumnDefinition> needed(ScanRequest request) {
    List<ColumnDefinition> needed = new ArrayList<>();
    for (ColumnDefinition column : request.columns()) {
      add(needed, column);
    }
    for (Expression qual : request.quals()) {
      for (Expression.ColumnReference reference : Expressions.columns(qual)) {
        add(needed, referenced(reference));
      }
    }
    for (SortKey key : request.order()) {
      add(needed, named(key.column()));
    }
    return needed;
  }

  private static void add(List<ColumnDefinition> needed, ColumnDefinition column) {
    for (ColumnDefinition present : needed) {
      if (present.number() == column.number()) {
        return;
      }
    }
    needed.add(column);
  }

  private static WrapperException missing(String name) {
    return WrapperException.of(SqlState.INTERNAL_ERROR, "the table has no column \"" + name + "\"");
  }
}
