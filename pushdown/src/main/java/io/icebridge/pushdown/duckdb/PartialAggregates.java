// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.List;

/**
 * Aggregates that PostgreSQL does not have, of which it computes those that it has. As functions
 * they are in the schema {@link #SCHEMA}.
 */
public final class PartialAggregates {

  /** The schema of their names, which no query can use. */
  public static final String SCHEMA = "icebridge partial";

  /** The sum of the squares of exact numbers. */
  public static final String SQUARES = "squares";

  /** How many values there are, NULL for none. */
  public static final String POPULATION = "population";

  /** How many values there are, NULL for less than two. */
  public static final String SAMPLE = "sample";

  private PartialAggregates() {}

  static Operand spell(Translator translator, AggregateInvocation call) throws NotShippable {
    if (call.distinct()) {
      throw new NotShippable("a statistic of different values only is not computed by DuckDB");
    }
    Expression argument = call.arguments().get(0);
    Operand value = translator.translate(argument);
    return switch (call.name()) {
      case SQUARES -> squares(translator, value, call);
      case POPULATION -> counted("nullif({0}, 0)", value, call);
      case SAMPLE -> counted("nullif(nullif({0}, 0), 1)", value, call);
      default -> throw new IllegalArgumentException("there is no partial " + call.name());
    };
  }

  private static Operand counted(String template, Operand value, AggregateInvocation call) {
    String count = Spellings.fill("count({0}){F}", List.of(value.sql()), call);
    return Operand.atom(Spellings.fill(template, List.of(count)), DuckDbType.of(Family.BIGINT));
  }

  private static Operand squares(Translator translator, Operand value, AggregateInvocation call)
      throws NotShippable {
    if (!translator.trapsAllowed()) {
      throw new NotShippable("a sum of squares may have more digits than DuckDB's DECIMAL");
    }
    int scale = value.type().scale();
    boolean decimal = value.type().family() == Family.DECIMAL;
    if (decimal && (value.shownScale() != null || 2 * scale > DuckDbType.MAXIMUM_PRECISION)) {
      throw new NotShippable("the squares of its values have digits that DuckDB's DECIMAL has not");
    }
    // Products of shorter decimals are computed in 64 bits.
    String wide =
        decimal
            ? "CAST(%s AS DECIMAL(38,%d))".formatted(value.sql(), scale)
            : "CAST(%s AS HUGEINT)".formatted(value.sql());
    String square = wide + " * " + wide;
    DuckDbType type = DuckDbType.decimal(DuckDbType.MAXIMUM_PRECISION, 2 * scale);
    String sum = Spellings.fill("sum({0}){F}", List.of(square), call);
    return Operand.atom("CAST(" + sum + " AS " + type.sql() + ")", type);
  }
}
