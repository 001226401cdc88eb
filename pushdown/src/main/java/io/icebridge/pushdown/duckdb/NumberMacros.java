// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * Macros for numbers, with the errors that PostgreSQL raises.
 *
 * <p>The macros of division cast their message to a number rather than call error(): that is a
 * volatile function, and DuckDB joins correlated sub-queries that have one row by row with a cross
 * product of all they are correlated with.
 */
final class NumberMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.overflow() AS
        error('icebridge: 22003 value out of range: overflow');
      CREATE OR REPLACE MACRO icebridge.underflow() AS
        error('icebridge: 22003 value out of range: underflow');
      CREATE OR REPLACE MACRO icebridge.zero_divide() AS
        CAST('icebridge: 22012 division by zero' AS TINYINT);
      CREATE OR REPLACE MACRO icebridge.input_range() AS
        error('icebridge: 22003 input is out of range');

      CREATE OR REPLACE MACRO icebridge.finite(value_) AS
        CASE WHEN isinf(value_) THEN error('icebridge: inexact infinity') ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.decided(value_) AS
        CASE WHEN NOT isfinite(value_) THEN error('icebridge: inexact statistics')
          ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.spread(value_, sum_) AS
        CASE WHEN NOT isfinite(value_) OR NOT isfinite(sum_)
          THEN error('icebridge: inexact statistics') ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.regressed(value_, count_, sxx_, x_, syy_, y_, single_) AS
        CASE WHEN count_ = 0 THEN NULL
          WHEN NOT isfinite(sxx_ + syy_ + x_ + y_) THEN error('icebridge: inexact statistics')
          WHEN count_ = 1 THEN single_
          WHEN isfinite(value_) AND sxx_ > 1e-12 * x_ * x_ * count_ AND syy_ > 1e-12 * y_ * y_ * count_
          THEN value_ ELSE error('icebridge: inexact statistics') END;
      CREATE OR REPLACE MACRO icebridge.summed(sum_, largest_) AS
        CASE WHEN isinf(sum_) AND NOT isinf(largest_) THEN icebridge.overflow() ELSE sum_ END;

      CREATE OR REPLACE MACRO icebridge.float_add(a_, b_) AS
        CASE WHEN isinf(a_ + b_) AND NOT isinf(a_) AND NOT isinf(b_)
          THEN icebridge.overflow() ELSE a_ + b_ END;
      CREATE OR REPLACE MACRO icebridge.float_subtract(a_, b_) AS
        CASE WHEN isinf(a_ - b_) AND NOT isinf(a_) AND NOT isinf(b_)
          THEN icebridge.overflow() ELSE a_ - b_ END;
      CREATE OR REPLACE MACRO icebridge.float_multiply(a_, b_) AS
        CASE WHEN isinf(a_ * b_) AND NOT isinf(a_) AND NOT isinf(b_) THEN icebridge.overflow()
          WHEN a_ * b_ = 0 AND a_ <> 0 AND b_ <> 0 THEN icebridge.underflow()
          ELSE a_ * b_ END;
      CREATE OR REPLACE MACRO icebridge.float_divide(a_, b_) AS
        CASE WHEN b_ = 0 AND NOT isnan(a_) THEN icebridge.zero_divide()
          WHEN isinf(a_ / b_) AND NOT isinf(a_) THEN icebridge.overflow()
          WHEN a_ / b_ = 0 AND a_ <> 0 AND NOT isinf(b_) THEN icebridge.underflow()
          ELSE a_ / b_ END;
      CREATE OR REPLACE MACRO icebridge.float_narrow(a_) AS
        CASE WHEN CAST(a_ AS FLOAT) = 0 AND a_ <> 0 THEN icebridge.underflow()
          ELSE CAST(a_ AS FLOAT) END;
      CREATE OR REPLACE MACRO icebridge.float_exp(a_) AS
        CASE WHEN isinf(exp(a_)) AND NOT isinf(a_) THEN icebridge.overflow()
          WHEN exp(a_) = 0 AND NOT isinf(a_) THEN icebridge.underflow()
          ELSE exp(a_) END;
      CREATE OR REPLACE MACRO icebridge.float_sqrt(a_) AS
        CASE WHEN a_ < 0
          THEN error('icebridge: 2201F cannot take square root of a negative number')
          ELSE sqrt(a_) END;
      CREATE OR REPLACE MACRO icebridge.float_ln(a_) AS
        CASE WHEN a_ = 0 THEN error('icebridge: 2201E cannot take logarithm of zero')
          WHEN a_ < 0 THEN error('icebridge: 2201E cannot take logarithm of a negative number')
          ELSE ln(a_) END;
      CREATE OR REPLACE MACRO icebridge.float_log(a_) AS
        CASE WHEN a_ = 0 THEN error('icebridge: 2201E cannot take logarithm of zero')
          WHEN a_ < 0 THEN error('icebridge: 2201E cannot take logarithm of a negative number')
          ELSE log10(a_) END;
      CREATE OR REPLACE MACRO icebridge.float_power(a_, b_) AS
        CASE WHEN isfinite(pow(a_, b_)) AND pow(a_, b_) <> 0 THEN pow(a_, b_)
          WHEN a_ IS NULL OR b_ IS NULL THEN NULL
          ELSE error('icebridge: inexact power') END;

      CREATE OR REPLACE MACRO icebridge.of_finite(argument_, value_) AS
        CASE WHEN isinf(argument_) THEN icebridge.input_range() ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.of_unit(argument_, value_) AS
        CASE WHEN argument_ BETWEEN -1 AND 1 OR isnan(argument_) THEN value_
          WHEN argument_ IS NOT NULL THEN icebridge.input_range() END;

      CREATE OR REPLACE MACRO icebridge.digits(value_, format_) AS
        CASE WHEN value_ IS NOT NULL THEN printf(format_, value_) END;
      CREATE OR REPLACE MACRO icebridge.special_float(value_) AS
        CASE WHEN isnan(value_) THEN 'NaN' WHEN value_ > 0 THEN 'Infinity' ELSE '-Infinity' END;
      CREATE OR REPLACE MACRO icebridge.usual_float(value_, least_, limit_) AS
        CASE WHEN abs(value_) < limit_ AND abs(value_) >= least_ OR value_ = 0 THEN value_
          WHEN value_ IS NOT NULL THEN error('icebridge: inexact text of a number') END;
      CREATE OR REPLACE MACRO icebridge.no_power_of_two(value_) AS
        CASE WHEN abs(value_) = pow(2.0, round(log2(abs(value_)))) THEN error('icebridge: inexact text of a number')
          ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.double_text(value_) AS
        CASE WHEN NOT isfinite(value_) THEN icebridge.special_float(value_)
          WHEN CAST(printf('%.15g', icebridge.usual_float(value_, 1e-300, 1e15)) AS DOUBLE) = value_ THEN printf('%.15g', value_)
          WHEN CAST(printf('%.16g', icebridge.no_power_of_two(value_)) AS DOUBLE) = value_ THEN printf('%.16g', value_)
          WHEN value_ IS NOT NULL THEN printf('%.17g', value_) END;
      CREATE OR REPLACE MACRO icebridge.real_text(value_) AS
        CASE WHEN NOT isfinite(value_) THEN icebridge.special_float(value_)
          WHEN CAST(printf('%.6g', icebridge.usual_float(value_, 1e-35, 1e6)) AS FLOAT) = value_ THEN printf('%.6g', value_)
          WHEN CAST(printf('%.7g', icebridge.no_power_of_two(value_)) AS FLOAT) = value_ THEN printf('%.7g', value_)
          WHEN CAST(printf('%.8g', value_) AS FLOAT) = value_ THEN printf('%.8g', value_)
          WHEN value_ IS NOT NULL THEN printf('%.9g', value_) END;
      CREATE OR REPLACE MACRO icebridge.json_float(text_) AS
        CASE WHEN text_ IN ('NaN', 'Infinity', '-Infinity') THEN '"' || text_ || '"' ELSE text_ END;
      CREATE OR REPLACE MACRO icebridge.jsonb_float(text_) AS
        CASE WHEN contains(text_, 'e-') THEN error('icebridge: inexact number in jsonb') WHEN text_ = '-0' THEN '0'
          ELSE icebridge.json_float(text_) END;
      CREATE OR REPLACE MACRO icebridge.bucket(one_way_, other_way_, count_) AS
        CASE WHEN trunc(one_way_) = trunc(other_way_) AND one_way_ < count_
          THEN CAST(trunc(one_way_) AS INTEGER) + 1
          WHEN one_way_ IS NOT NULL THEN CAST('icebridge: inexact bucket' AS TINYINT) END;
      CREATE OR REPLACE MACRO icebridge.width_bucket(value_, low_, high_, count_) AS
        CASE WHEN value_ IS NULL OR low_ IS NULL OR high_ IS NULL OR count_ IS NULL THEN NULL
          WHEN count_ <= 0 OR count_ > 1000000000 OR isnan(value_) OR low_ = high_
            OR NOT isfinite(low_) OR NOT isfinite(high_)
          THEN CAST('icebridge: inexact bounds of buckets' AS TINYINT)
          WHEN low_ < high_ AND value_ < low_ OR low_ > high_ AND value_ > low_ THEN 0
          WHEN low_ < high_ AND value_ >= high_ OR low_ > high_ AND value_ <= high_ THEN count_ + 1
          ELSE icebridge.bucket(count_ * (value_ - low_) / (high_ - low_),
            count_ * ((value_ - low_) / (high_ - low_)), count_) END;
      CREATE OR REPLACE MACRO icebridge.numeric_bucket(value_, low_, high_, count_) AS
        CASE WHEN value_ IS NULL OR low_ IS NULL OR high_ IS NULL OR count_ IS NULL THEN NULL
          WHEN count_ <= 0 OR count_ > 1000000000 OR low_ = high_ OR abs(high_ - low_) > 1000000000000000
          THEN CAST('icebridge: inexact bounds of buckets' AS TINYINT)
          WHEN low_ < high_ AND value_ < low_ OR low_ > high_ AND value_ > low_ THEN 0
          WHEN low_ < high_ AND value_ >= high_ OR low_ > high_ AND value_ <= high_ THEN count_ + 1
          ELSE CAST(count_ * (value_ - low_) // (high_ - low_) AS INTEGER) + 1 END;

      CREATE OR REPLACE MACRO icebridge.power_of_ten(exponent_) AS
        CASE WHEN exponent_ BETWEEN 0 AND 38
          THEN CAST('1' || repeat('0', CAST(exponent_ AS INTEGER)) AS HUGEINT)
          ELSE CAST('icebridge: inexact power of ten' AS TINYINT) END;
      CREATE OR REPLACE MACRO icebridge.group_of_four(digits_, scale_) AS
        CAST(floor((length(CAST(digits_ AS VARCHAR)) - 1 - scale_) / 4.0) AS INTEGER);
      CREATE OR REPLACE MACRO icebridge.first_group(digits_, scale_, group_) AS
        CASE WHEN 4 * group_ + scale_ >= 0
          THEN digits_ // icebridge.power_of_ten(4 * group_ + scale_)
          ELSE digits_ * icebridge.power_of_ten(-(4 * group_ + scale_)) END;
      CREATE OR REPLACE MACRO icebridge.half_away(dividend_, divisor_) AS
        dividend_ // divisor_
          + CASE WHEN dividend_ % divisor_ >= divisor_ - dividend_ % divisor_ THEN 1 ELSE 0 END;
      CREATE OR REPLACE MACRO icebridge.numeric_divide(a_, a_scale_, b_, b_scale_) AS
        CASE WHEN a_ IS NULL OR b_ IS NULL THEN NULL WHEN b_ = 0 THEN icebridge.zero_divide()
          WHEN a_ = 0 THEN 0::HUGEINT
        ELSE list_transform([{
            'a': abs(a_), 'b': abs(b_),
            'ga': icebridge.group_of_four(abs(a_), a_scale_),
            'gb': icebridge.group_of_four(abs(b_), b_scale_),
            'sign': CASE WHEN (a_ < 0) = (b_ < 0) THEN 1 ELSE -1 END}],
          lambda v: list_transform([greatest(a_scale_, b_scale_, 16 - 4 * (v['ga'] - v['gb']
              - CASE WHEN icebridge.first_group(v['a'], a_scale_, v['ga'])
                  <= icebridge.first_group(v['b'], b_scale_, v['gb']) THEN 1 ELSE 0 END))],
            lambda s: v['sign'] * icebridge.power_of_ten(24 - s)
              * icebridge.half_away(v['a'] * icebridge.power_of_ten(s + b_scale_ - a_scale_), v['b']))[1])[1]
        END
      """;

  private NumberMacros() {}
}
