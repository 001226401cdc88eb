// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.QueryExpression;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.function.Function;

/**
 * Spells PostgreSQL expressions in DuckDB's SQL where they give the same value for every row,
 * errors included. All methods are pure and safe from any thread.
 *
 * <p>Each column must have, in DuckDB, the type that is natural for its PostgreSQL type: {@code
 * boolean BOOLEAN}, {@code smallint SMALLINT}, {@code integer INTEGER}, {@code bigint BIGINT},
 * {@code real FLOAT}, {@code double precision DOUBLE}, {@code numeric(p,s) DECIMAL(p,s)}, {@code
 * text}, {@code varchar} and {@code char VARCHAR}, {@code bytea BLOB}, {@code date DATE}, {@code
 * time TIME}, {@code timestamp TIMESTAMP}, {@code timestamptz TIMESTAMP WITH TIME ZONE}, {@code
 * uuid UUID}. Columns of other types may have any type: they are only tested for NULL. The
 * connection's settings must be DuckDB's own, in particular {@code default_collation} (none) and
 * {@code error_on_division_by_zero} (true).
 */
public final class DuckDbExpressions {

  private DuckDbExpressions() {}

  /**
   * Whether an expression has the same value in DuckDB. Where it holds parameters, so it has with
   * any values put in their place.
   */
  public static boolean shippable(Expression expression) {
    return reasonNotShippable(expression) == null;
  }

  /** Why an expression stays in PostgreSQL, as a sentence without full stop; null if shippable. */
  public static String reasonNotShippable(Expression expression) {
    try {
      translator(column -> "c").translate(expression);
      return null;
    } catch (NotShippable e) {
      return e.getMessage();
    }
  }

  /**
   * The expression in DuckDB's SQL, fit to stand in WHERE or as an operand of AND. Parameters are
   * spelled {@code $1}, {@code $2}, …, which is for the eye: bind them before running the text.
   *
   * @param columnNamer the quoted name of a column, possibly qualified
   * @throws IllegalArgumentException where the expression is not shippable
   */
  public static String toSql(Expression expression, Function<ColumnReference, String> columnNamer) {
    try {
      return translator(columnNamer).translate(expression).sqlUnderAnd();
    } catch (NotShippable e) {
      throw new IllegalArgumentException("not shippable to DuckDB: " + e.getMessage(), e);
    }
  }

  private static Translator translator(Function<ColumnReference, String> columnNamer) {
    return new Translator(new TableScope(columnNamer), false);
  }

  /** The columns of one table. */
  private record TableScope(Function<ColumnReference, String> columnNamer) implements Scope {

    @Override
    public Operand column(ColumnReference column) {
      return Operand.atom(columnNamer.apply(column), typeOrNull(column.type()));
    }

    @Override
    public Operand query(QueryExpression expression) throws NotShippable {
      throw Translator.notUnderstood(expression);
    }
  }

  private static DuckDbType typeOrNull(PostgresType type) {
    Family family = DuckDbType.family(type);
    if (family == null) {
      return null;
    }
    return switch (family) {
      case INTERVAL, JSON, JSONB, LIST -> null;
      case DECIMAL -> DuckDbType.decimalOrNull(type);
      default -> DuckDbType.of(family);
    };
  }
}
