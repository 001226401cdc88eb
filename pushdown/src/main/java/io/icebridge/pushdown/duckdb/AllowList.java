// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What means the same in DuckDB, and how it is spelled there: operators, functions, aggregates,
 * window functions, and casts by way of text. The lines are in a class for each area.
 *
 * <p>The columns of a line: kind; names; types of the operands; conditions; spelling; type of the
 * result where it is not plainly that of PostgreSQL's. A cast has the type it makes for its name.
 *
 * <p>Conditions: {@code deterministic}, {@code bytes} and {@code C} ask for a collation that tells
 * all different strings apart, that orders by bytes, or that is C; {@code traps} says that DuckDB
 * may fail where PostgreSQL has an answer; all others are rules of {@link Conditions}, where {@code
 * rule:n} looks at operand n, from 1.
 *
 * <p>Spellings: those that begin with {@code @} are rules of {@link Spellings}, all else is
 * DuckDB's SQL with {0} for the first operand. In aggregates and window functions {D} stands for
 * DISTINCT, {O} for ORDER BY, {F} for FILTER and OVER.
 *
 * <p>Results: a type, or {0} for that of the first operand, or {@code list} for a list of it, or
 * {@code common} for the type that holds the values of all of them.
 *
 * <p>Every line is proved by differential tests, which run each of them over edge values in DuckDB
 * and compare with what PostgreSQL gave.
 */
public final class AllowList {

  /** What a line is about. */
  public enum Kind {
    /** An operator. */
    OPERATOR,
    /** A function that is no aggregate and needs no window. */
    FUNCTION,
    /** An aggregate, over groups or over a window's frame. */
    AGGREGATE,
    /** A function that needs a window. */
    WINDOW,
    /** A cast by the output function of one type and the input function of the other. */
    CAST
  }

  /**
   * A line of the list.
   *
   * @param name of the operator, function or type
   * @param operands types or groups of types
   * @param result null where the result's type is PostgreSQL's
   */
  record Entry(
      Kind kind,
      String name,
      List<String> operands,
      List<String> conditions,
      String spelling,
      String result) {

    private boolean accepts(List<PostgresType> types) {
      if (types.size() != operands.size()) {
        return false;
      }
      for (int i = 0; i < types.size(); i++) {
        PostgresType type = types.get(i);
        if (!"pg_catalog".equals(type.schema())
            || !members(operands.get(i)).contains(type.name())) {
          return false;
        }
      }
      return true;
    }
  }

  private static final Map<String, List<String>> GROUPS =
      Map.of(
          "integers", List.of("int2", "int4", "int8"),
          "floats", List.of("float4", "float8"));

  // Each is read when something is first looked for in it, so that a first query pays for few of
  // them.
  private static final SignatureTable AGGREGATES = new SignatureTable(AggregateSignatures.TABLE);
  private static final SignatureTable WINDOWS = new SignatureTable(WindowSignatures.TABLE);
  private static final List<SignatureTable> SCALARS =
      List.of(
          new SignatureTable(ComparisonSignatures.TABLE),
          new SignatureTable(NumberSignatures.TABLE),
          new SignatureTable(CastSignatures.TABLE),
          new SignatureTable(TextSignatures.TABLE),
          new SignatureTable(TemporalSignatures.TABLE),
          new SignatureTable(BinarySignatures.TABLE),
          new SignatureTable(JsonSignatures.TABLE),
          new SignatureTable(ArraySignatures.TABLE));

  private AllowList() {}

  /** The entry of an operator; null where it is not on the list. */
  static Entry operator(String schema, String name, List<PostgresType> operands) {
    return find(Kind.OPERATOR, schema, name, operands);
  }

  /** The entry of a function; null where it is not on the list. */
  static Entry function(String schema, String name, List<PostgresType> operands) {
    return find(Kind.FUNCTION, schema, name, operands);
  }

  /** The entry of an aggregate; null where it is not on the list. */
  static Entry aggregate(String schema, String name, List<PostgresType> operands) {
    return find(Kind.AGGREGATE, schema, name, operands);
  }

  /** The entry of a window function; null where it is not on the list. */
  static Entry window(String schema, String name, List<PostgresType> operands) {
    return find(Kind.WINDOW, schema, name, operands);
  }

  /** The entry of a cast by way of text; null where it is not on the list. */
  static Entry cast(PostgresType from, PostgresType to) {
    return find(Kind.CAST, to.schema(), to.name(), List.of(from));
  }

  /** Everything on the list, e.g. {@code operator =(int4, int4)}. */
  static List<String> signatures() {
    List<String> signatures = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (SignatureTable table : tables(kind)) {
        table.entries(kind).forEach(entry -> expand(entry, signatures));
      }
    }
    Collections.sort(signatures);
    return signatures;
  }

  private static List<SignatureTable> tables(Kind kind) {
    return switch (kind) {
      case AGGREGATE -> List.of(AGGREGATES);
      case WINDOW -> List.of(WINDOWS);
      default -> SCALARS;
    };
  }

  private static Entry find(Kind kind, String schema, String name, List<PostgresType> operands) {
    if ("pg_catalog".equals(schema)) {
      for (SignatureTable table : tables(kind)) {
        for (Entry entry : table.entries(kind, name)) {
          if (entry.accepts(operands)) {
            return entry;
          }
        }
      }
    }
    return null;
  }

  private static List<String> members(String operand) {
    return GROUPS.getOrDefault(operand, List.of(operand));
  }

  private static void expand(Entry entry, List<String> signatures) {
    List<String> lists = new ArrayList<>(List.of(""));
    for (String operand : entry.operands()) {
      List<String> longer = new ArrayList<>();
      for (String list : lists) {
        for (String type : members(operand)) {
          longer.add(list.isEmpty() ? type : list + ", " + type);
        }
      }
      lists = longer;
    }
    String kind = entry.kind().name().toLowerCase(Locale.ROOT);
    lists.forEach(list -> signatures.add(kind + " " + entry.name() + "(" + list + ")"));
  }
}
