// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * Dates, times and intervals.
 *
 * <p>{Z} stands for the session's time zone, as a string. DuckDB's timestamps end some decades
 * before PostgreSQL's and begin long before, so sums are checked for the beginning, and may fail
 * where PostgreSQL has an answer.
 */
final class TemporalSignatures {

  static final String TABLE =
      """
      # Comparisons.
      operator | = <> < <= > >= | interval, interval        |               | @comparison
      operator | =              | timestamp, timestamptz    |               | timezone({Z}, {0}) = {1}
      operator | <>             | timestamp, timestamptz    |               | timezone({Z}, {0}) <> {1}
      operator | <              | timestamp, timestamptz    |               | timezone({Z}, {0}) < {1}
      operator | <=             | timestamp, timestamptz    |               | timezone({Z}, {0}) <= {1}
      operator | >              | timestamp, timestamptz    |               | timezone({Z}, {0}) > {1}
      operator | >=             | timestamp, timestamptz    |               | timezone({Z}, {0}) >= {1}
      operator | =              | timestamptz, timestamp    |               | {0} = timezone({Z}, {1})
      operator | <>             | timestamptz, timestamp    |               | {0} <> timezone({Z}, {1})
      operator | <              | timestamptz, timestamp    |               | {0} < timezone({Z}, {1})
      operator | <=             | timestamptz, timestamp    |               | {0} <= timezone({Z}, {1})
      operator | >              | timestamptz, timestamp    |               | {0} > timezone({Z}, {1})
      operator | >=             | timestamptz, timestamp    |               | {0} >= timezone({Z}, {1})
      operator | =              | date, timestamptz         | traps         | timezone({Z}, CAST({0} AS TIMESTAMP)) = {1}
      operator | <>             | date, timestamptz         | traps         | timezone({Z}, CAST({0} AS TIMESTAMP)) <> {1}
      operator | <              | date, timestamptz         | traps         | timezone({Z}, CAST({0} AS TIMESTAMP)) < {1}
      operator | <=             | date, timestamptz         | traps         | timezone({Z}, CAST({0} AS TIMESTAMP)) <= {1}
      operator | >              | date, timestamptz         | traps         | timezone({Z}, CAST({0} AS TIMESTAMP)) > {1}
      operator | >=             | date, timestamptz         | traps         | timezone({Z}, CAST({0} AS TIMESTAMP)) >= {1}
      operator | =              | timestamptz, date         | traps         | {0} = timezone({Z}, CAST({1} AS TIMESTAMP))
      operator | <>             | timestamptz, date         | traps         | {0} <> timezone({Z}, CAST({1} AS TIMESTAMP))
      operator | <              | timestamptz, date         | traps         | {0} < timezone({Z}, CAST({1} AS TIMESTAMP))
      operator | <=             | timestamptz, date         | traps         | {0} <= timezone({Z}, CAST({1} AS TIMESTAMP))
      operator | >              | timestamptz, date         | traps         | {0} > timezone({Z}, CAST({1} AS TIMESTAMP))
      operator | >=             | timestamptz, date         | traps         | {0} >= timezone({Z}, CAST({1} AS TIMESTAMP))

      # Sums and differences.
      operator | +              | date, int4                | traps         | icebridge.date_in_range({0} + {1})
      operator | +              | int4, date                | traps         | icebridge.date_in_range({1} + {0})
      operator | -              | date, int4                | traps         | icebridge.date_in_range({0} - {1})
      operator | -              | date, date                |               | icebridge.days_between({0}, {1})
      operator | +              | date, interval            | traps         | icebridge.timestamp_in_range({0} + {1})
      operator | -              | date, interval            | traps         | icebridge.timestamp_in_range({0} - {1})
      operator | +              | interval, date            | traps         | icebridge.timestamp_in_range({1} + {0})
      operator | +              | timestamp, interval       | traps         | icebridge.timestamp_in_range({0} + {1})
      operator | -              | timestamp, interval       | traps         | icebridge.timestamp_in_range({0} - {1})
      operator | +              | interval, timestamp       | traps         | icebridge.timestamp_in_range({1} + {0})
      operator | +              | timestamptz, interval     | traps         | icebridge.zoned_sum({0}, {1}, {Z})
      operator | -              | timestamptz, interval     | traps         | icebridge.zoned_sum({0}, -{1}, {Z})
      operator | +              | interval, timestamptz     | traps         | icebridge.zoned_sum({1}, {0}, {Z})
      operator | -              | timestamp, timestamp      | traps         | {0} - {1}
      operator | -              | timestamptz, timestamptz  | traps         | timezone('UTC', {0}) - timezone('UTC', {1})
      operator | +              | date, time                | traps         | {0} + {1}
      operator | +              | time, date                | traps         | {1} + {0}
      operator | +              | time, interval            | traps         | {0} + icebridge.moderate({1})
      operator | +              | interval, time            | traps         | {1} + icebridge.moderate({0})
      operator | -              | time, interval            | traps         | {0} - icebridge.moderate({1})
      operator | -              | time, time                |               | to_microseconds(epoch_us({0}) - epoch_us({1}))
      operator | +              | interval, interval        |               | {0} + {1}
      operator | -              | interval, interval        |               | {0} - {1}
      operator | -              | interval                  |               | -{0}
      operator | *              | interval, float8          |               | {0} * {1}
      operator | *              | float8, interval          |               | {1} * {0}
      function | age            | timestamp, timestamp      | traps         | icebridge.age({0}, {1})
      function | age            | timestamptz, timestamptz  | traps         | icebridge.age(timezone({Z}, {0}), timezone({Z}, {1}))
      function | isfinite       | date                      |               | isfinite({0})
      function | isfinite       | timestamp                 |               | isfinite({0})
      function | isfinite       | timestamptz               |               | isfinite({0})

      # Parts.
      function | extract        | text, date                |               | @extract
      function | extract        | text, timestamp           |               | @extract
      function | extract        | text, timestamptz         |               | @extract
      function | extract        | text, time                |               | @extract
      function | extract        | text, interval            |               | @extract
      function | date_part      | text, timestamp           |               | @date_part
      function | date_part      | text, timestamptz         |               | @date_part
      function | date_part      | text, time                |               | @date_part
      function | date_part      | text, interval            |               | @date_part
      function | date_trunc     | text, timestamp           |               | @date_trunc
      function | date_trunc     | text, timestamptz         |               | @date_trunc
      function | date_trunc     | text, timestamptz, text   |               | @date_trunc
      function | date_trunc     | text, interval            |               | @date_trunc
      function | date_bin       | interval, timestamp, timestamp | traps    | @date_bin
      function | date_bin       | interval, timestamptz, timestamptz | traps | @date_bin
      function | to_char        | timestamp, text           |               | @to_char
      function | to_char        | timestamptz, text         |               | @to_char

      # From parts and other types.
      function | make_date      | int4, int4, int4          | traps         | icebridge.make_date({0}, {1}, {2})
      function | make_time      | int4, int4, float8        |               | make_time({0}, {1}, {2})
      function | make_timestamp | int4, int4, int4, int4, int4, float8 | traps | icebridge.make_timestamp({0}, {1}, {2}, {3}, {4}, {5})
      function | make_interval  | int4, int4, int4, int4, int4, int4, float8 | traps | icebridge.make_interval({0}, {1}, {2}, {3}, {4}, {5}, {6})
      function | to_timestamp   | float8                    | traps         | icebridge.to_timestamp({0})
      function | to_date        | text, text                | traps         | @to_date
      function | to_timestamp   | text, text                | traps         | @to_timestamp
      function | timezone       | text, timestamp           |               | @timezone
      function | timezone       | text, timestamptz         |               | @timezone
      function | date           | timestamp                 |               | CAST({0} AS DATE)
      function | date           | timestamptz               |               | CAST(timezone({Z}, {0}) AS DATE)
      function | time           | timestamp                 |               | CASE WHEN isfinite({0}) THEN CAST({0} AS TIME) END
      function | time           | timestamptz               |               | CASE WHEN isfinite({0}) THEN CAST(timezone({Z}, {0}) AS TIME) END
      function | timestamp      | date                      | traps         | CAST({0} AS TIMESTAMP)
      function | timestamp      | timestamptz               |               | timezone({Z}, {0})
      function | timestamptz    | date                      | traps         | timezone({Z}, CAST({0} AS TIMESTAMP))
      function | timestamptz    | timestamp                 |               | timezone({Z}, {0})
      function | interval       | time                      |               | to_microseconds(epoch_us({0}))
      """;

  private TemporalSignatures() {}
}
