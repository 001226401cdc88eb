// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.pushdown.duckdb.AllowList.Entry;
import io.icebridge.pushdown.duckdb.DuckDbType.Family;
import java.util.ArrayList;
import java.util.List;

/** Spells calls of aggregates and window functions as their lines of the allow-list say. */
final class Aggregates {

  /** A million million numbers of so many digits have a sum of less than 38. */
  private static final int CERTAIN_PRECISION = 26;

  private final Translator translator;

  Aggregates(Translator translator) {
    this.translator = translator;
  }

  Operand aggregate(AggregateInvocation call) throws NotShippable {
    if (call.schema().equals(PartialAggregates.SCHEMA)) {
      return PartialAggregates.spell(translator, call);
    }
    Entry entry = AllowList.aggregate(call.schema(), call.name(), call.types());
    if (entry == null) {
      throw Calls.unknown("aggregate", call.name(), call.types());
    }
    return spell(entry, call);
  }

  Operand window(AggregateInvocation call) throws NotShippable {
    Entry entry = AllowList.window(call.schema(), call.name(), call.types());
    if (entry == null) {
      throw Calls.unknown("window function", call.name(), call.types());
    }
    return spell(entry, call);
  }

  private Operand spell(Entry entry, AggregateInvocation call) throws NotShippable {
    Invocation invocation =
        new Invocation(entry, call.types(), call.arguments(), call.type(), call.collation());
    return spell(invocation, ordered(invocation, call));
  }

  private Operand spell(Invocation invocation, AggregateInvocation call) throws NotShippable {
    Conditions.require(invocation, translator.trapsAllowed());
    Entry entry = invocation.entry();
    return switch (entry.spelling()) {
      case "@count" -> count(call);
      case "@sum" -> sum(call);
      case "@float_sum" -> floatSum(call, "sum({D}{0}{O}){F}");
      case "@float_average" -> floatSum(call, "avg({D}{0}{O}){F}");
      case "@average" -> average(call);
      case "@interval_sum" -> intervalSum(call);
      case "@mode" -> mode(call);
      case "@shift" -> shift(call);
      case "@padded_extreme" -> paddedExtreme(call);
      case "@json_agg" -> JsonAggregates.array(translator, call);
      case "@json_object_agg" -> JsonAggregates.object(translator, call);
      case "@finished" ->
          throw new NotShippable(
              "only as a value that is selected "
                  + invocation.described()
                  + " is computed of sums");
      default -> fill(invocation, call);
    };
  }

  /**
   * The call with an order where that matters. In which order rows come is PostgreSQL's own unless
   * the query says it, but to tell different values apart it sorts them.
   */
  private AggregateInvocation ordered(Invocation invocation, AggregateInvocation call)
      throws NotShippable {
    if (!invocation.entry().conditions().contains("ordered") || !call.order().isEmpty()) {
      return call;
    }
    if (!call.distinct() && call.anyOrder()) {
      return call;
    }
    if (!call.distinct()) {
      throw new NotShippable(
          invocation.described()
              + " without ORDER BY depends on the order in which a window, a sub-query or a function gives rows");
    }
    Operand value = translator.translate(call.arguments().get(0));
    Family family = value.type().family();
    Comparisons.requireOrder(family, call.collation(), "the order of different values");
    if (family.isFloat()) {
      throw new NotShippable("different values are told apart that are equal in PostgreSQL");
    }
    return call.orderedBy("ORDER BY " + value.atom() + " ASC NULLS LAST");
  }

  private Operand fill(Invocation invocation, AggregateInvocation call) throws NotShippable {
    List<Operand> operands = new ArrayList<>();
    List<String> spelled = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      Operand operand = translator.translate(argument);
      operands.add(operand);
      spelled.add(keepsOrder(call) ? operand.asWide() : operand.sql());
    }
    DuckDbType type = Spellings.result(invocation, operands);
    String sql = complete(invocation.entry().spelling(), spelled, call);
    if (type.family() == Family.SMALLINT && keepsOrder(call)) {
      // The least or greatest of INTEGERs is one.
      return Operand.smallint(sql);
    }
    Operand result = Operand.atom(sql, type);
    boolean shown = operands.stream().allMatch(operand -> operand.shownScale() == null);
    if (!shown && type.family() == Family.LIST) {
      throw new NotShippable("the elements of an array show different digits");
    }
    return shown || type.family() != Family.DECIMAL
        ? result
        : result.shownWith(Operand.UNKNOWN_SCALE);
  }

  /** Whether a wider type of whole numbers has the same result. */
  private static boolean keepsOrder(AggregateInvocation call) {
    return switch (call.name()) {
      case "sum", "min", "max" -> true;
      default -> false;
    };
  }

  /** Which values there are does not matter, so any type will do. */
  private Operand count(AggregateInvocation call) throws NotShippable {
    Expression argument = Translator.withoutRelabels(call.arguments().get(0));
    String sql;
    if (argument instanceof Constant constant && !call.distinct()) {
      sql = constant.isNull() ? "NULL" : "1";
    } else if (argument instanceof ColumnReference column) {
      Operand operand = translator.column(column);
      if (call.distinct()) {
        requireEquality(operand.type());
      }
      sql = operand.asWide();
    } else {
      Operand operand = translator.translate(argument);
      if (call.distinct()) {
        requireEquality(operand.type());
      }
      sql = operand.asWide();
    }
    return Operand.atom(
        complete("count({D}{0}{O}){F}", List.of(sql), call), DuckDbType.of(Family.BIGINT));
  }

  private static void requireEquality(DuckDbType type) throws NotShippable {
    if (type == null
        || type.family() == Family.PADDED
        || type.family() == Family.JSON
        || type.family() == Family.JSONB) {
      throw new NotShippable("values are not told apart in DuckDB as in PostgreSQL");
    }
  }

  /**
   * A sum or average that is infinite where a summand is, and an error where it only grows too
   * large.
   */
  private Operand floatSum(AggregateInvocation call, String template) throws NotShippable {
    Operand summand = translator.translate(call.arguments().get(0));
    List<String> spelled = List.of(summand.sql());
    String sum = complete(template, spelled, call);
    // Where a query can be run again, the doubt costs nothing.
    String checked =
        translator.trapsAllowed()
            ? "icebridge.finite(" + sum + ")"
            : "icebridge.summed(" + sum + ", " + complete("max(abs({0})){F}", spelled, call) + ")";
    Family family = call.type().is("float4") ? Family.FLOAT : Family.DOUBLE;
    return Operand.atom(
        family == Family.FLOAT ? "CAST(" + checked + " AS FLOAT)" : checked, DuckDbType.of(family));
  }

  /** Of the most frequent values, the one that comes first in the order. */
  private Operand mode(AggregateInvocation call) throws NotShippable {
    Operand value = translator.translate(call.arguments().get(0));
    Family family = value.type().family();
    Comparisons.requireOrder(family, call.collation(), "mode");
    if (family.isFloat() || value.shownScale() != null) {
      throw new NotShippable("mode() has to tell apart values that are equal");
    }
    String first = call.order().contains(" DESC") ? "list_max" : "list_min";
    String sql =
        complete(
            "list_transform([histogram({0}){F}], lambda counts_: "
                + first
                + "(list_transform(list_filter(map_entries(counts_), lambda entry_:"
                + " entry_.value = list_max(map_values(counts_))), lambda entry_: entry_.key)))[1]",
            List.of(value.sql()),
            call);
    return Operand.atom(sql, value.type());
  }

  /** {@code lag} and {@code lead} with a value where there is no such row. */
  private Operand shift(AggregateInvocation call) throws NotShippable {
    List<Operand> operands =
        List.of(
            translator.translate(call.arguments().get(0)),
            translator.translate(call.arguments().get(2)));
    DuckDbType type = Mixtures.type(operands);
    if (type.family() == Family.PADDED) {
      throw new NotShippable("the blanks of a char value depend on the row");
    }
    String template = call.name() + "({0}, {1}, {2}){F}";
    String offset = translator.translate(call.arguments().get(1)).sql();
    List<String> values = new ArrayList<>();
    List<String> scales = new ArrayList<>();
    for (Operand operand : operands) {
      boolean asIs = operand.type().equals(type);
      values.add(asIs ? operand.sql() : "CAST(" + operand.sql() + " AS " + type.sql() + ")");
      scales.add(type.family() == Family.DECIMAL ? operand.shownScaleSql() : "");
    }
    Operand shifted =
        Operand.atom(complete(template, List.of(values.get(0), offset, values.get(1)), call), type);
    return Mixtures.shown(
        shifted, operands, complete(template, List.of(scales.get(0), offset, scales.get(1)), call));
  }

  /** The least or greatest {@code char(n)}, whose blanks do not count and come with it. */
  private Operand paddedExtreme(AggregateInvocation call) throws NotShippable {
    Expression argument = call.arguments().get(0);
    String value = Keys.normal(translator.translate(argument)).sql();
    DuckDbType type = DuckDbType.of(Family.PADDED);
    String sql = complete(call.name() + "({D}{0}{O}){F}", List.of(value), call);
    return Operand.atom(OutputTexts.padded(Operand.atom(sql, type), argument.type()), type);
  }

  /** Months, days and microseconds are summed up each by itself. */
  private Operand intervalSum(AggregateInvocation call) throws NotShippable {
    if (call.distinct()) {
      throw new NotShippable("intervals are told apart otherwise in DuckDB");
    }
    Operand summand = translator.translate(call.arguments().get(0));
    return Operand.atom(
        complete(
            "icebridge.interval_of(sum(icebridge.months_of({0})){F},"
                + " sum(datepart('day', {0})){F}, sum(icebridge.microseconds_of({0})){F})",
            List.of(summand.sql()), call),
        DuckDbType.of(Family.INTERVAL));
  }

  /** The sum of numerics, which have the most digits behind the point that a summand shows. */
  private Operand sum(AggregateInvocation call) throws NotShippable {
    Operand summand = translator.translate(call.arguments().get(0));
    DuckDbType type = DuckDbType.decimal(DuckDbType.MAXIMUM_PRECISION, summand.type().scale());
    Operand sum = Operand.atom(complete("sum({D}{0}{O}){F}", List.of(summand.sql()), call), type);
    if (summand.shownScale() == null || !summand.isShownExactly()) {
      return sum.shownWith(summand.shownScale());
    }
    String scale =
        "CASE WHEN " + summand.atom() + " IS NOT NULL THEN " + summand.shownScale() + " END";
    return sum.shownWith(complete("max({0}){F}", List.of(scale), call));
  }

  /** The average of exact numbers: right as a value, but its digits are PostgreSQL's to choose. */
  private Operand average(AggregateInvocation call) throws NotShippable {
    Operand value = translator.translate(call.arguments().get(0));
    if (!value.isShownExactly() || value.shownScale() != null) {
      throw new NotShippable("the digits of an average depend on what its values show");
    }
    String sum = complete("sum({D}{0}{O}){F}", List.of(value.asWide()), call);
    String count = complete("count({D}{0}{O}){F}", List.of(value.asWide()), call);
    Operand dividend =
        Operand.atom(sum, DuckDbType.decimal(DuckDbType.MAXIMUM_PRECISION, value.type().scale()));
    Operand divisor = Operand.atom(count, DuckDbType.decimal(19, 0));
    return Numerics.divide(dividend, divisor, translator.trapsAllowed());
  }

  static String complete(String template, List<String> operands, AggregateInvocation call) {
    return Spellings.fill(template, operands, call);
  }
}
