// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Arithmetic and functions of numbers. */
final class NumberSignatures {

  static final String TABLE =
      """
      # Whole-number arithmetic. By function names, not signs: DuckDB moves constants of
      # "a + 1 > 5" to the other side and so loses the overflow PostgreSQL reports.
      operator | +              | integers, integers        |               | @integer_add
      operator | -              | integers, integers        |               | @integer_subtract
      operator | *              | integers, integers        |               | multiply({0}, {1})
      operator | /              | integers, integers        |               | divide({0}, {1})
      operator | %              | integers, integers        |               | CASE WHEN {1} = -1 THEN subtract({0}, {0}) ELSE mod({0}, {1}) END
      function | mod            | int2, int2                |               | CASE WHEN {1} = -1 THEN subtract({0}, {0}) ELSE mod({0}, {1}) END
      function | mod            | int4, int4                |               | CASE WHEN {1} = -1 THEN subtract({0}, {0}) ELSE mod({0}, {1}) END
      function | mod            | int8, int8                |               | CASE WHEN {1} = -1 THEN subtract({0}, {0}) ELSE mod({0}, {1}) END
      operator | +              | integers                  |               | {0}
      operator | -              | integers                  |               | subtract({0})
      function | abs            | integers                  |               | abs({0})
      operator | @              | integers                  |               | abs({0})
      function | gcd            | int4, int4                |               | CAST(gcd(CAST({0} AS HUGEINT), CAST({1} AS HUGEINT)) AS INTEGER)
      function | gcd            | int8, int8                |               | CAST(gcd(CAST({0} AS HUGEINT), CAST({1} AS HUGEINT)) AS BIGINT)
      function | lcm            | int4, int4                |               | CAST(lcm(CAST({0} AS HUGEINT), CAST({1} AS HUGEINT)) AS INTEGER)

      # Bits. Shifts by more than there are bits depend on PostgreSQL's machine.
      operator | &              | int2, int2                |               | {0} & {1}
      operator | &              | int4, int4                |               | {0} & {1}
      operator | &              | int8, int8                |               | {0} & {1}
      operator | |              | int2, int2                |               | ({0}|{1})
      operator | |              | int4, int4                |               | ({0}|{1})
      operator | |              | int8, int8                |               | ({0}|{1})
      operator | #              | int2, int2                |               | xor({0}, {1})
      operator | #              | int4, int4                |               | xor({0}, {1})
      operator | #              | int8, int8                |               | xor({0}, {1})
      operator | ~              | integers                  |               | (~{0})
      operator | >>             | int4, int4                | below_32:2    | {0} >> {1}
      operator | >>             | int8, int4                | below_32:2    | {0} >> {1}
      operator | >>             | int2, int4                | below_32:2    | CAST({0} >> {1} AS SMALLINT)
      operator | <<             | int2, int4                | traps below_32:2 | CAST({0} << {1} AS SMALLINT)
      operator | <<             | int4, int4                | traps below_32:2 | {0} << {1}
      operator | <<             | int8, int4                | traps below_32:2 | {0} << {1}

      # Numerics.
      operator | +              | numeric, numeric          |               | @numeric_add
      operator | -              | numeric, numeric          |               | @numeric_subtract
      operator | *              | numeric, numeric          |               | @numeric_multiply
      operator | /              | numeric, numeric          |               | @numeric_divide
      operator | %              | numeric, numeric          |               | @numeric_remainder
      function | mod            | numeric, numeric          |               | @numeric_remainder
      function | div            | numeric, numeric          |               | @numeric_whole_quotient
      operator | +              | numeric                   |               | {0} | {0}
      operator | -              | numeric                   |               | @numeric_negate
      function | abs            | numeric                   |               | @numeric_absolute
      operator | @              | numeric                   |               | @numeric_absolute
      function | sign           | numeric                   |               | CAST(sign({0}) AS DECIMAL(1,0)) | DECIMAL(1,0)
      function | round          | numeric                   |               | @numeric_round
      function | round          | numeric, int4             |               | @numeric_round
      function | trunc          | numeric                   |               | @numeric_truncate
      function | trunc          | numeric, int4             |               | @numeric_truncate
      function | width_bucket   | numeric, numeric, numeric, int4 | traps   | @numeric_bucket
      function | ceil ceiling floor | numeric               |               | @numeric_whole

      # Floating point: DuckDB gives infinity where PostgreSQL raises an error.
      operator | +              | floats, floats            |               | icebridge.float_add({0}, {1})
      operator | -              | floats, floats            |               | icebridge.float_subtract({0}, {1})
      operator | *              | floats, floats            |               | icebridge.float_multiply({0}, {1})
      operator | /              | floats, floats            |               | icebridge.float_divide({0}, {1})
      operator | +              | floats                    |               | {0}
      operator | -              | floats                    |               | (-{0})
      function | abs            | floats                    |               | abs({0})
      operator | @              | floats                    |               | abs({0})
      function | sign           | float8                    |               | CAST(sign({0}) AS DOUBLE)
      function | ceil ceiling   | float8                    |               | ceil({0})
      function | floor          | float8                    |               | floor({0})
      function | trunc          | float8                    |               | trunc({0})
      function | round          | float8                    |               | round_even({0}, 0)
      function | sqrt           | float8                    |               | icebridge.float_sqrt({0})
      operator | |/             | float8                    |               | icebridge.float_sqrt({0})
      function | cbrt           | float8                    |               | cbrt({0})
      operator | ||/            | float8                    |               | cbrt({0})
      function | exp            | float8                    |               | icebridge.float_exp({0})
      function | ln             | float8                    |               | icebridge.float_ln({0})
      function | log log10      | float8                    |               | icebridge.float_log({0})
      function | power pow      | float8, float8            | traps         | icebridge.float_power({0}, {1})
      operator | ^              | float8, float8            | traps         | icebridge.float_power({0}, {1})
      function | radians        | float8                    |               | icebridge.float_multiply({0}, '0.017453292519943295'::DOUBLE)
      function | degrees        | float8                    |               | icebridge.float_divide({0}, '0.017453292519943295'::DOUBLE)
      function | sin            | float8                    |               | icebridge.of_finite({0}, sin({0}))
      function | cos            | float8                    |               | icebridge.of_finite({0}, cos({0}))
      function | tan            | float8                    |               | icebridge.of_finite({0}, tan({0}))
      function | cot            | float8                    |               | icebridge.of_finite({0}, cot({0}))
      function | atan           | float8                    |               | atan({0})
      function | atan2          | float8, float8            |               | atan2({0}, {1})
      function | asin           | float8                    |               | icebridge.of_unit({0}, asin({0}))
      function | acos           | float8                    |               | icebridge.of_unit({0}, acos({0}))
      function | sinh           | float8                    |               | sinh({0})
      function | cosh           | float8                    |               | cosh({0})
      function | tanh           | float8                    |               | tanh({0})
      function | asinh          | float8                    |               | asinh({0})
      function | acosh          | float8                    |               | CASE WHEN {0} < 1 THEN icebridge.input_range() ELSE acosh({0}) END
      function | atanh          | float8                    |               | icebridge.of_unit({0}, atanh({0}))

      # In degrees PostgreSQL is exact where the result is.
      function | sind           | float8                    |               | icebridge.of_finite({0}, icebridge.sind({0} % 360))
      function | cosd           | float8                    |               | icebridge.of_finite({0}, icebridge.cosd(abs({0} % 360)))
      function | tand           | float8                    |               | icebridge.of_finite({0}, icebridge.tand({0} % 360))
      function | cotd           | float8                    |               | icebridge.of_finite({0}, icebridge.cotd({0} % 360))
      function | asind          | float8                    |               | icebridge.of_unit({0}, icebridge.asind({0}))
      function | acosd          | float8                    |               | icebridge.of_unit({0}, icebridge.acosd({0}))
      function | atand          | float8                    |               | atan({0}) / atan(1.0) * 45.0
      function | atan2d         | float8, float8            |               | atan2({0}, {1}) / atan(1.0) * 45.0

      function | width_bucket   | float8, float8, float8, int4 | traps      | icebridge.width_bucket({0}, {1}, {2}, {3})
      """;

  private NumberSignatures() {}
}
