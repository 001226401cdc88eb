// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Comparisons of values of one type, or of types that compare with one another. */
final class ComparisonSignatures {

  static final String TABLE =
      """
      # Comparisons. Text: only equality is the same in every collation.
      operator | = <> < <= > >= | bool, bool                |               | @comparison
      operator | = <> < <= > >= | integers, integers        |               | @comparison
      operator | = <> < <= > >= | floats, floats            |               | @comparison
      operator | = <> < <= > >= | numeric, numeric          |               | @comparison
      operator | = <>           | text, text                | deterministic | @comparison
      operator | < <= > >=      | text, text                | bytes         | @comparison
      operator | = <>           | bpchar, bpchar            | deterministic | @comparison
      operator | < <= > >=      | bpchar, bpchar            | bytes         | @comparison
      operator | = <> < <= > >= | bytea, bytea              |               | @comparison
      operator | = <> < <= > >= | date, date                |               | @comparison
      operator | = <> < <= > >= | date, timestamp           |               | @comparison
      operator | = <> < <= > >= | timestamp, date           |               | @comparison
      operator | = <> < <= > >= | timestamp, timestamp      |               | @comparison
      operator | = <> < <= > >= | timestamptz, timestamptz  |               | @comparison
      operator | = <> < <= > >= | time, time                |               | @comparison
      operator | = <> < <= > >= | uuid, uuid                |               | @comparison
      """;

  private ComparisonSignatures() {}
}
