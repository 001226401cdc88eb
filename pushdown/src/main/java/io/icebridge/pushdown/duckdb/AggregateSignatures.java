// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * Aggregates. {@code ordered} asks for an ORDER BY in the call, or for rows whose order is left
 * open.
 */
final class AggregateSignatures {

  static final String TABLE =
      """
      # Counting.
      aggregate | count          |                          |               | count(*){F}
      aggregate | count          | any                      |               | @count

      # Sums of whole numbers: DuckDB's are HUGEINT, and the cast fails where PostgreSQL's would.
      aggregate | sum            | int2                     |               | CAST(sum({D}{0}{O}){F} AS BIGINT)
      aggregate | sum            | int4                     |               | CAST(sum({D}{0}{O}){F} AS BIGINT)
      aggregate | sum            | int8                     |               | CAST(sum({D}{0}{O}){F} AS DECIMAL(38,0)) | DECIMAL(38,0)
      aggregate | sum            | numeric                  |               | @sum
      aggregate | avg            | int2                     | traps         | @average
      aggregate | avg            | int4                     | traps         | @average
      aggregate | avg            | int8                     | traps         | @average
      aggregate | avg            | numeric                  | traps         | @average

      # Of which DuckDB has sums, and PostgreSQL computes the rest.
      aggregate | variance var_samp var_pop stddev stddev_samp stddev_pop | integers |  | @finished
      aggregate | variance var_samp var_pop stddev stddev_samp stddev_pop | numeric |  | @finished
      aggregate | avg            | interval                 |               | @finished
      aggregate | sum            | interval                 | traps         | @interval_sum

      # Floating point: within the error of another order of additions.
      aggregate | sum            | floats                   |               | @float_sum
      aggregate | avg            | floats                   |               | @float_average

      # The least and the greatest.
      aggregate | min            | integers                 |               | min({D}{0}{O}){F}
      aggregate | max            | integers                 |               | max({D}{0}{O}){F}
      aggregate | min            | floats                   |               | min({D}{0}{O}){F}
      aggregate | max            | floats                   |               | max({D}{0}{O}){F}
      aggregate | min            | numeric                  |               | min({D}{0}{O}){F} | {0}
      aggregate | max            | numeric                  |               | max({D}{0}{O}){F} | {0}
      aggregate | min            | text                     | bytes         | min({D}{0}{O}){F}
      aggregate | max            | text                     | bytes         | max({D}{0}{O}){F}
      aggregate | min max        | bpchar                   | bytes         | @padded_extreme
      aggregate | min            | date                     |               | min({D}{0}{O}){F}
      aggregate | max            | date                     |               | max({D}{0}{O}){F}
      aggregate | min            | time                     |               | min({D}{0}{O}){F}
      aggregate | max            | time                     |               | max({D}{0}{O}){F}
      aggregate | min            | timestamp                |               | min({D}{0}{O}){F}
      aggregate | max            | timestamp                |               | max({D}{0}{O}){F}
      aggregate | min            | timestamptz              |               | min({D}{0}{O}){F}
      aggregate | max            | timestamptz              |               | max({D}{0}{O}){F}

      # Truth and bits.
      aggregate | bool_and       | bool                     |               | bool_and({D}{0}{O}){F}
      aggregate | every          | bool                     |               | bool_and({D}{0}{O}){F}
      aggregate | bool_or        | bool                     |               | bool_or({D}{0}{O}){F}
      aggregate | bit_and        | integers                 |               | bit_and({D}{0}{O}){F}
      aggregate | bit_or         | integers                 |               | bit_or({D}{0}{O}){F}
      aggregate | bit_xor        | integers                 |               | bit_xor({D}{0}{O}){F}

      # Statistics: what is not finite depends on how it is computed.
      aggregate | var_samp variance | float8                | traps         | icebridge.decided(var_samp({D}{0}{O}){F})
      aggregate | var_pop        | float8                   | traps         | icebridge.spread(var_pop({D}{0}{O}){F}, sum({0}){F})
      aggregate | stddev stddev_samp | float8               | traps         | icebridge.decided(stddev_samp({D}{0}{O}){F})
      aggregate | stddev_pop     | float8                   | traps         | icebridge.spread(stddev_pop({D}{0}{O}){F}, sum({0}){F})
      aggregate | covar_pop      | float8, float8           | traps         | icebridge.spread(covar_pop({D}{0}, {1}{O}){F}, sum({0} + {1}){F})
      aggregate | covar_samp     | float8, float8           | traps         | icebridge.decided(covar_samp({D}{0}, {1}{O}){F})
      aggregate | regr_count     | float8, float8           |               | CAST(regr_count({D}{0}, {1}{O}){F} AS BIGINT)
      aggregate | regr_avgx      | float8, float8           | traps         | icebridge.decided(regr_avgx({D}{0}, {1}{O}){F})
      aggregate | regr_avgy      | float8, float8           | traps         | icebridge.decided(regr_avgy({D}{0}, {1}{O}){F})
      aggregate | corr           | float8, float8           | traps         | icebridge.regressed(corr({0}, {1}){F}, regr_count({0}, {1}){F}, regr_sxx({0}, {1}){F}, regr_avgx({0}, {1}){F}, regr_syy({0}, {1}){F}, regr_avgy({0}, {1}){F}, NULL)
      aggregate | regr_slope     | float8, float8           | traps         | icebridge.regressed(regr_slope({0}, {1}){F}, regr_count({0}, {1}){F}, regr_sxx({0}, {1}){F}, regr_avgx({0}, {1}){F}, regr_syy({0}, {1}){F}, regr_avgy({0}, {1}){F}, NULL)
      aggregate | regr_intercept | float8, float8           | traps         | icebridge.regressed(regr_intercept({0}, {1}){F}, regr_count({0}, {1}){F}, regr_sxx({0}, {1}){F}, regr_avgx({0}, {1}){F}, regr_syy({0}, {1}){F}, regr_avgy({0}, {1}){F}, NULL)
      aggregate | regr_r2        | float8, float8           | traps         | icebridge.regressed(regr_r2({0}, {1}){F}, regr_count({0}, {1}){F}, regr_sxx({0}, {1}){F}, regr_avgx({0}, {1}){F}, regr_syy({0}, {1}){F}, regr_avgy({0}, {1}){F}, NULL)
      aggregate | regr_sxx       | float8, float8           | traps         | icebridge.regressed(regr_sxx({0}, {1}){F}, regr_count({0}, {1}){F}, regr_sxx({0}, {1}){F}, regr_avgx({0}, {1}){F}, regr_syy({0}, {1}){F}, regr_avgy({0}, {1}){F}, 0)
      aggregate | regr_syy       | float8, float8           | traps         | icebridge.regressed(regr_syy({0}, {1}){F}, regr_count({0}, {1}){F}, regr_sxx({0}, {1}){F}, regr_avgx({0}, {1}){F}, regr_syy({0}, {1}){F}, regr_avgy({0}, {1}){F}, 0)
      aggregate | regr_sxy       | float8, float8           | traps         | icebridge.regressed(regr_sxy({0}, {1}){F}, regr_count({0}, {1}){F}, regr_sxx({0}, {1}){F}, regr_avgx({0}, {1}){F}, regr_syy({0}, {1}){F}, regr_avgy({0}, {1}){F}, 0)
      aggregate | mode           | anyelement               |               | @mode
      aggregate | any_value      | anyelement               |               | any_value({0}){F} | {0}
      aggregate | percentile_cont | float8, float8          | traps fraction:1 | icebridge.decided(percentile_cont({0}) WITHIN GROUP ({O}){F})
      aggregate | percentile_disc | float8, anyelement      | fraction:1    | percentile_disc({0}) WITHIN GROUP ({O}){F} | {1}

      # Collections.
      aggregate | string_agg     | text, text               | ordered constant:2 | string_agg({D}{0}, coalesce({1}, ''){O}){F}
      aggregate | array_agg      | anynonarray              | ordered       | array_agg({D}{0}{O}){F} | list
      aggregate | json_agg jsonb_agg | anyelement           | ordered       | @json_agg
      aggregate | json_object_agg | any, any                | ordered traps | @json_object_agg
      aggregate | jsonb_object_agg | any, any               | traps         | @json_object_agg
      """;

  private AggregateSignatures() {}
}
