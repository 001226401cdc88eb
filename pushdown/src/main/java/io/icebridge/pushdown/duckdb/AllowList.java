// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators and functions that mean the same in DuckDB, and how they are spelled there.
 *
 * <p>Every line is proved by the differential tests, which run each of them over edge values in
 * DuckDB and compare with what PostgreSQL gave.
 */
final class AllowList {

  /**
   * The columns: kind; names; types of the operands; conditions; spelling; type of the result where
   * it is not plainly that of PostgreSQL's.
   *
   * <p>Conditions: {@code deterministic} and {@code C} ask for a collation that tells all different
   * strings apart, or that orders by bytes; {@code positive:n} and {@code natural:n} for operand n
   * to be a constant greater than, or not less than, zero. Spellings: {@code comparison}, {@code
   * like} and {@code not like} are rules of their own, all else is DuckDB's SQL with {0} for the
   * first operand.
   */
  private static final String TABLE =
      """
      # Comparisons. Text: only equality is the same in every collation.
      operator | = <> < <= > >= | bool, bool                |               | comparison
      operator | = <> < <= > >= | integers, integers        |               | comparison
      operator | = <> < <= > >= | floats, floats            |               | comparison
      operator | = <> < <= > >= | numeric, numeric          |               | comparison
      operator | = <>           | text, text                | deterministic | comparison
      operator | < <= > >=      | text, text                | C             | comparison
      operator | = <>           | bpchar, bpchar            | deterministic | comparison
      operator | < <= > >=      | bpchar, bpchar            | C             | comparison
      operator | = <> < <= > >= | bytea, bytea              |               | comparison
      operator | = <> < <= > >= | date, date                |               | comparison
      operator | = <> < <= > >= | date, timestamp           |               | comparison
      operator | = <> < <= > >= | timestamp, date           |               | comparison
      operator | = <> < <= > >= | timestamp, timestamp      |               | comparison
      operator | = <> < <= > >= | timestamptz, timestamptz  |               | comparison
      operator | = <> < <= > >= | time, time                |               | comparison
      operator | = <> < <= > >= | uuid, uuid                |               | comparison

      # Patterns and prefixes.
      operator | ~~             | text, text                | deterministic | like
      operator | !~~            | text, text                | deterministic | not like
      operator | ^@             | text, text                | deterministic | starts_with({0}, {1})
      function | starts_with    | text, text                | deterministic | starts_with({0}, {1})

      # Whole-number arithmetic. By function names, not signs: DuckDB moves constants of
      # "a + 1 > 5" to the other side and so loses the overflow PostgreSQL reports.
      operator | +              | integers, integers        |               | add({0}, {1})
      operator | -              | integers, integers        |               | subtract({0}, {1})
      operator | *              | integers, integers        |               | multiply({0}, {1})
      operator | /              | integers, integers        |               | divide({0}, {1})
      operator | %              | integers, integers        |               | CASE WHEN {1} = -1 THEN subtract({0}, {0}) ELSE mod({0}, {1}) END
      function | abs            | integers                  |               | abs({0})
      operator | @              | integers                  |               | abs({0})

      # Whole numbers become wider or exact numbers.
      function | int4           | int2                      |               | CAST({0} AS INTEGER)
      function | int8           | int2                      |               | CAST({0} AS BIGINT)
      function | int8           | int4                      |               | CAST({0} AS BIGINT)
      function | float8         | float4                    |               | CAST({0} AS DOUBLE)
      function | float8         | integers                  |               | CAST({0} AS DOUBLE)
      function | float4         | int2                      |               | CAST({0} AS FLOAT)
      function | numeric        | int2                      |               | CAST({0} AS DECIMAL(5,0))  | DECIMAL(5,0)
      function | numeric        | int4                      |               | CAST({0} AS DECIMAL(10,0)) | DECIMAL(10,0)
      function | numeric        | int8                      |               | CAST({0} AS DECIMAL(19,0)) | DECIMAL(19,0)

      # Text.
      function | text           | bpchar                    |               | rtrim({0}, ' ')
      function | length         | text                      |               | length({0})
      function | char_length character_length | text        |               | length({0})
      function | length char_length character_length | bpchar |            | length(rtrim({0}, ' '))
      function | octet_length   | text                      |               | strlen({0})
      function | octet_length   | bytea                     |               | octet_length({0})
      function | btrim          | text                      |               | trim({0}, ' ')
      function | ltrim          | text                      |               | ltrim({0}, ' ')
      function | rtrim          | text                      |               | rtrim({0}, ' ')
      function | lower          | text                      | C             | translate({0}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
      function | upper          | text                      | C             | translate({0}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
      function | strpos position | text, text               | deterministic | strpos({0}, {1})
      function | substr substring | text, int4              | positive:2    | substring({0}, {1})
      function | substr substring | text, int4, int4        | positive:2 natural:3 | substring({0}, {1}, {2})
      function | left           | text, int4                | natural:2     | left({0}, {1})
      function | right          | text, int4                | natural:2     | right({0}, {1})
      operator | ||             | text, text                |               | {0} || {1}
      """;

  private static final Map<String, List<String>> GROUPS =
      Map.of(
          "integers", List.of("int2", "int4", "int8"),
          "floats", List.of("float4", "float8"));

  private static final String SEPARATOR = " | ";

  private static final AllowList INSTANCE = new AllowList(TABLE);

  /**
   * A line of the list.
   *
   * @param operands types or groups of types
   * @param result null where the result's type is PostgreSQL's
   */
  record Entry(List<String> operands, List<String> conditions, String spelling, DuckDbType result) {

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

  private final Map<String, List<Entry>> operators = new HashMap<>();
  private final Map<String, List<Entry>> functions = new HashMap<>();

  // Runs when a backend first plans a qual, so it does without regular expressions and streams.
  private AllowList(String table) {
    int start = 0;
    while (start < table.length()) {
      int end = table.indexOf('\n', start);
      String line = table.substring(start, end);
      if (!line.isEmpty() && line.charAt(0) != '#') {
        add(split(line, SEPARATOR));
      }
      start = end + 1;
    }
  }

  /** The entry of an operator; null where it is not on the list. */
  static Entry operator(String schema, String name, List<PostgresType> operands) {
    return find(INSTANCE.operators, schema, name, operands);
  }

  /** The entry of a function; null where it is not on the list. */
  static Entry function(String schema, String name, List<PostgresType> operands) {
    return find(INSTANCE.functions, schema, name, operands);
  }

  /** Everything on the list, e.g. {@code operator =(int4, int4)}. */
  static List<String> signatures() {
    List<String> signatures = new ArrayList<>();
    INSTANCE.operators.forEach((name, lines) -> expand("operator " + name, lines, signatures));
    INSTANCE.functions.forEach((name, lines) -> expand("function " + name, lines, signatures));
    Collections.sort(signatures);
    return signatures;
  }

  private static Entry find(
      Map<String, List<Entry>> entries, String schema, String name, List<PostgresType> operands) {
    if ("pg_catalog".equals(schema)) {
      for (Entry entry : entries.getOrDefault(name, List.of())) {
        if (entry.accepts(operands)) {
          return entry;
        }
      }
    }
    return null;
  }

  private void add(List<String> columns) {
    Map<String, List<Entry>> entries = columns.get(0).equals("operator") ? operators : functions;
    Entry entry =
        new Entry(
            split(columns.get(2), ", "),
            split(columns.get(3), " "),
            columns.get(4),
            columns.size() > 5 ? decimal(columns.get(5)) : null);
    for (String name : split(columns.get(1), " ")) {
      entries.computeIfAbsent(name, key -> new ArrayList<>()).add(entry);
    }
  }

  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf(separator, start);
      String part = text.substring(start, end < 0 ? text.length() : end).strip();
      // An empty column keeps its place, other lists have no empty parts.
      if (!part.isEmpty() || separator.equals(SEPARATOR)) {
        parts.add(part);
      }
      start = end < 0 ? text.length() : end + separator.length();
    }
    return parts;
  }

  private static List<String> members(String operand) {
    return GROUPS.getOrDefault(operand, List.of(operand));
  }

  private static void expand(String name, List<Entry> entries, List<String> signatures) {
    for (Entry entry : entries) {
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
      lists.forEach(list -> signatures.add(name + "(" + list + ")"));
    }
  }

  private static DuckDbType decimal(String sql) {
    int open = sql.indexOf('(');
    int comma = sql.indexOf(',');
    return DuckDbType.decimal(
        Integer.parseInt(sql.substring(open + 1, comma)),
        Integer.parseInt(sql.substring(comma + 1, sql.length() - 1)));
  }
}
