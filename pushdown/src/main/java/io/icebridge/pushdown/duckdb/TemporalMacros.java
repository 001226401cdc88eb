// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Macros for dates, times and intervals. */
final class TemporalMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.date_in_range(value_) AS
        CASE WHEN (value_ < DATE '4714-11-24 (BC)' OR value_ > DATE '5874897-12-31') AND isfinite(value_)
          THEN error('icebridge: 22008 date out of range') ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.timestamp_in_range(value_) AS
        CASE WHEN value_ < TIMESTAMP '4714-11-24 (BC) 00:00:00' AND isfinite(value_)
          THEN error('icebridge: 22008 timestamp out of range') ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.zoned_in_range(value_) AS
        CASE WHEN value_ < TIMESTAMPTZ '4714-11-24 (BC) 00:00:00+00' AND isfinite(value_)
          THEN error('icebridge: 22008 timestamp out of range') ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.days_between(end_, start_) AS
        CASE WHEN isfinite(end_) AND isfinite(start_) THEN CAST(end_ - start_ AS INTEGER)
          WHEN end_ IS NOT NULL AND start_ IS NOT NULL
          THEN error('icebridge: 22008 cannot subtract infinite dates') END;
      CREATE OR REPLACE MACRO icebridge.months_of(interval_) AS
        12 * datepart('year', interval_) + datepart('month', interval_);
      CREATE OR REPLACE MACRO icebridge.months_part(interval_) AS
        to_months(CAST(icebridge.months_of(interval_) AS INTEGER));
      CREATE OR REPLACE MACRO icebridge.interval_of(months_, days_, microseconds_) AS
        to_months(CAST(months_ AS INTEGER)) + to_days(CAST(days_ AS INTEGER))
          + to_microseconds(CAST(microseconds_ AS BIGINT));
      CREATE OR REPLACE MACRO icebridge.microseconds_of(interval_) AS
        CAST((CAST(datepart('hour', interval_) AS HUGEINT) * 60 + datepart('minute', interval_)) * 60000000
          + datepart('microsecond', interval_) AS BIGINT);
      CREATE OR REPLACE MACRO icebridge.moderate(interval_) AS
        CASE WHEN abs(CAST(icebridge.microseconds_of(interval_) AS HUGEINT)) > 9000000000000000000
          THEN error('icebridge: inexact sum with a long interval') ELSE interval_ END;
      CREATE OR REPLACE MACRO icebridge.in_nanoseconds(interval_) AS
        CASE WHEN abs(CAST(datepart('hour', interval_) AS BIGINT)) >= 2562047
          THEN error('icebridge: inexact count of nanoseconds') ELSE interval_ END;
      CREATE OR REPLACE MACRO icebridge.zoned_step(value_, step_, zone_) AS
        CASE WHEN step_ = to_days(0) THEN value_
          ELSE icebridge.zoned_in_range(timezone(zone_, timezone(zone_, value_) + step_)) END;
      CREATE OR REPLACE MACRO icebridge.zoned_sum(value_, interval_, zone_) AS
        icebridge.zoned_in_range(timezone('UTC', timezone('UTC',
          icebridge.zoned_step(
            icebridge.zoned_step(value_, icebridge.months_part(interval_), zone_),
            to_days(CAST(datepart('day', interval_) AS INTEGER)), zone_))
          + to_microseconds(icebridge.microseconds_of(interval_))));
      CREATE OR REPLACE MACRO icebridge.age(end_, start_) AS
        CASE WHEN isfinite(end_) AND isfinite(start_) THEN age(end_, start_)
          WHEN end_ IS NOT NULL AND start_ IS NOT NULL
          THEN error('icebridge: inexact age of infinite timestamps') END;
      CREATE OR REPLACE MACRO icebridge.before_christ(year_) AS
        CASE WHEN year_ > 0 THEN year_ ELSE year_ - 1 END;
      CREATE OR REPLACE MACRO icebridge.finite_moment(value_) AS
        CASE WHEN isfinite(value_) THEN value_ WHEN value_ IS NOT NULL
          THEN error('icebridge: inexact part of an infinite date') END;
      CREATE OR REPLACE MACRO icebridge.endless(value_, part_) AS
        CASE WHEN isfinite(value_) THEN CAST(part_ AS DOUBLE)
          WHEN value_ > CAST(DATE '2000-01-01' AS TIMESTAMP) THEN CAST('Infinity' AS DOUBLE)
          WHEN value_ IS NOT NULL THEN CAST('-Infinity' AS DOUBLE) END;
      CREATE OR REPLACE MACRO icebridge.trunc_below_day(unit_, value_, zone_) AS
        CASE WHEN isfinite(value_) THEN make_timestamp(epoch_us(value_)
          - (epoch_us(timezone(zone_, value_)) - epoch_us(date_trunc(unit_, timezone(zone_, value_))))) AT TIME ZONE 'UTC'
          ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.written(value_, text_) AS
        CASE WHEN value_ < TIMESTAMP '0001-01-01' AND isfinite(value_)
          THEN error('icebridge: inexact year before Christ') WHEN isfinite(value_) THEN text_ END;
      CREATE OR REPLACE MACRO icebridge.date_text(value_) AS
        CASE WHEN value_ < DATE '0001-01-01' AND isfinite(value_)
          THEN replace(CAST(value_ AS VARCHAR), ' (BC)', '') || ' BC' ELSE CAST(value_ AS VARCHAR) END;
      CREATE OR REPLACE MACRO icebridge.two_digits(number_) AS lpad(CAST(number_ AS VARCHAR), 2, '0');
      CREATE OR REPLACE MACRO icebridge.offset_text(seconds_, minutes_) AS
        CASE WHEN seconds_ < 0 THEN '-' ELSE '+' END || icebridge.two_digits(abs(seconds_) // 3600)
          || CASE WHEN minutes_ OR seconds_ % 3600 <> 0 THEN ':' || icebridge.two_digits(abs(seconds_) // 60 % 60) ELSE '' END
          || CASE WHEN seconds_ % 60 <> 0 THEN ':' || icebridge.two_digits(abs(seconds_) % 60) ELSE '' END;
      CREATE OR REPLACE MACRO icebridge.zoned(value_, local_, text_, minutes_) AS
        CASE WHEN isfinite(value_) THEN replace(text_, ' (BC)', '')
            || icebridge.offset_text((epoch_us(local_) - epoch_us(value_)) // 1000000, minutes_)
            || CASE WHEN local_ < TIMESTAMP '0001-01-01' THEN ' BC' ELSE '' END
          ELSE text_ END;
      CREATE OR REPLACE MACRO icebridge.zoned_text(value_, local_) AS
        icebridge.zoned(value_, local_, CAST(local_ AS VARCHAR), FALSE);
      CREATE OR REPLACE MACRO icebridge.zoned_json_text(value_, local_) AS
        icebridge.zoned(value_, local_, replace(replace(CAST(local_ AS VARCHAR), ' (BC)', ''), ' ', 'T'), TRUE);
      CREATE OR REPLACE MACRO icebridge.clock(value_, zone_) AS
        CASE WHEN timezone(zone_, timezone(zone_, value_)) = value_ THEN timezone(zone_, value_)
          WHEN value_ IS NOT NULL THEN error('icebridge: inexact series from an hour that comes twice') END;
      CREATE OR REPLACE MACRO icebridge.on_the_clock(value_, zone_) AS
        CASE WHEN timezone(zone_, timezone(zone_, value_)) = value_ THEN timezone(zone_, value_)
          WHEN value_ IS NOT NULL THEN error('icebridge: inexact series over an hour that is left out') END;
      CREATE OR REPLACE MACRO icebridge.make_date(year_, month_, day_) AS
        CASE WHEN year_ = 0 AND month_ IS NOT NULL AND day_ IS NOT NULL
          THEN error('icebridge: 22008 date field value out of range')
          ELSE icebridge.date_in_range(make_date(CASE WHEN year_ < 0 THEN year_ + 1 ELSE year_ END, month_, day_)) END;
      CREATE OR REPLACE MACRO icebridge.make_timestamp(year_, month_, day_, hour_, minute_, second_) AS
        CASE WHEN year_ BETWEEN 1 AND 9999 AND hour_ BETWEEN 0 AND 23 AND minute_ BETWEEN 0 AND 59
            AND second_ >= 0 AND second_ < 60
          THEN make_timestamp(year_, month_, day_, hour_, minute_, 0)
            + to_microseconds(CAST(round_even(second_ * 1000000, 0) AS BIGINT))
          WHEN year_ IS NULL OR month_ IS NULL OR day_ IS NULL OR hour_ IS NULL OR minute_ IS NULL OR second_ IS NULL
          THEN NULL ELSE error('icebridge: inexact timestamp') END;
      CREATE OR REPLACE MACRO icebridge.make_interval(years_, months_, weeks_, days_, hours_, minutes_, seconds_) AS
        icebridge.interval_of(12 * CAST(years_ AS BIGINT) + months_, 7 * CAST(weeks_ AS BIGINT) + days_,
          3600000000 * CAST(hours_ AS BIGINT) + 60000000 * CAST(minutes_ AS BIGINT)
            + CAST(round_even(seconds_ * 1000000, 0) AS BIGINT));
      CREATE OR REPLACE MACRO icebridge.to_timestamp(seconds_) AS
        CASE WHEN isinf(seconds_) THEN CASE WHEN seconds_ > 0 THEN TIMESTAMPTZ 'infinity' ELSE TIMESTAMPTZ '-infinity' END
          ELSE icebridge.zoned_in_range(make_timestamp(
            CAST(round_even((seconds_ - 946684800) * 1000000, 0) AS BIGINT) + 946684800000000) AT TIME ZONE 'UTC') END
      """;

  private TemporalMacros() {}
}
