// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Macros for text. */
final class TextMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.substr(value_, start_, length_) AS
        CASE WHEN length_ < 0 AND value_ IS NOT NULL AND start_ IS NOT NULL
          THEN error('icebridge: 22011 negative substring length not allowed')
          WHEN start_ > 0 THEN substring(value_, start_, length_)
          WHEN CAST(start_ AS BIGINT) + length_ > 1
          THEN substring(value_, 1, CAST(start_ AS BIGINT) + length_ - 1)
          WHEN length_ IS NOT NULL AND start_ IS NOT NULL THEN left(value_, 0) END;
      CREATE OR REPLACE MACRO icebridge.of_ascii(value_, changed_) AS
        CASE WHEN strlen(value_) = length(value_) THEN changed_
          WHEN value_ IS NOT NULL THEN error('icebridge: inexact case of letters beyond ASCII') END;
      CREATE OR REPLACE MACRO icebridge.with_plain_i(value_) AS
        CASE WHEN contains(value_, chr(304)) THEN error('icebridge: inexact case of a dotted capital I')
          ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.initial_capitals(value_) AS
        CASE WHEN value_ IS NOT NULL THEN array_to_string(list_transform(
          regexp_extract_all(value_, '[A-Za-z0-9]+|[^A-Za-z0-9]+', 0, 's'), lambda word_:
            translate(left(word_, 1), 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
              || translate(substring(word_, 2), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')), '') END;
      CREATE OR REPLACE MACRO icebridge.split_part(value_, separator_, number_) AS
        CASE WHEN number_ = 0 AND value_ IS NOT NULL AND separator_ IS NOT NULL
          THEN error('icebridge: 22023 field position must not be zero')
          WHEN separator_ = '' THEN CASE WHEN number_ IN (1, -1) THEN value_
            WHEN number_ IS NOT NULL THEN left(value_, 0) END
          ELSE split_part(value_, separator_, number_) END;
      CREATE OR REPLACE MACRO icebridge.overlay(value_, new_, start_, length_) AS
        CASE WHEN value_ IS NULL OR new_ IS NULL OR start_ IS NULL OR length_ IS NULL THEN NULL
          WHEN start_ <= 0 THEN error('icebridge: 22011 negative substring length not allowed')
          ELSE left(value_, start_ - 1) || new_ || substring(value_,
            CASE WHEN start_ + length_ < 1 THEN 1 ELSE start_ + length_ END) END;
      CREATE OR REPLACE MACRO icebridge.reverse(value_) AS
        CASE WHEN strlen(value_) = length(value_) THEN reverse(value_)
          ELSE array_to_string(list_reverse(regexp_extract_all(value_, '.', 0, 's')), '') END;
      CREATE OR REPLACE MACRO icebridge.padded(value_, length_) AS
        rpad(rtrim(value_, ' '), CAST(greatest(length(rtrim(value_, ' ')), length_) AS INTEGER), ' ');
      CREATE OR REPLACE MACRO icebridge.chr(code_) AS
        CASE WHEN code_ = 0 THEN error('icebridge: 54000 null character not permitted')
          WHEN code_ < 0 THEN error('icebridge: 22023 character number must be positive')
          WHEN code_ > 1114111 THEN error('icebridge: 54000 requested character too large for encoding: ' || code_)
          WHEN code_ BETWEEN 55296 AND 57343 THEN error('icebridge: 54000 requested character not valid for encoding: ' || code_)
          ELSE chr(code_) END;
      CREATE OR REPLACE MACRO icebridge.readable(value_, pattern_, type_) AS
        CASE WHEN regexp_full_match(value_, pattern_) THEN value_
          WHEN value_ IS NOT NULL THEN error('icebridge: inexact ' || type_ || ' ' || value_) END;
      CREATE OR REPLACE MACRO icebridge.varchar_fit(value_, length_) AS
        CASE WHEN length(value_) <= length_ THEN value_
          WHEN length(rtrim(value_, ' ')) <= length_ THEN left(value_, length_)
          WHEN value_ IS NOT NULL
          THEN error('icebridge: 22001 value too long for type character varying(' || length_ || ')') END;
      CREATE OR REPLACE MACRO icebridge.text_to_decimal(value_) AS
        CAST(icebridge.readable(value_, ' *[+-]?([0-9]{1,20}[.]?[0-9]{0,18}|[.][0-9]{1,18}) *', 'numeric') AS DECIMAL(38,18));
      CREATE OR REPLACE MACRO icebridge.fraction_digits(value_) AS
        CAST(length(regexp_extract(value_, '[.]([0-9]*)', 1)) AS INTEGER);
      CREATE OR REPLACE MACRO icebridge.text_to_smallint(value_) AS
        CAST(icebridge.readable(value_, ' *[+-]?[0-9]+ *', 'smallint') AS SMALLINT);
      CREATE OR REPLACE MACRO icebridge.text_to_integer(value_) AS
        CAST(icebridge.readable(value_, ' *[+-]?[0-9]+ *', 'integer') AS INTEGER);
      CREATE OR REPLACE MACRO icebridge.text_to_bigint(value_) AS
        CAST(icebridge.readable(value_, ' *[+-]?[0-9]+ *', 'bigint') AS BIGINT);
      CREATE OR REPLACE MACRO icebridge.text_to_double(value_) AS
        CAST(icebridge.readable(value_, ' *[+-]?([0-9]{1,100}[.]?[0-9]{0,100}|[.][0-9]{1,100})([eE][+-]?[0-9]{1,2})? *', 'double precision') AS DOUBLE);
      CREATE OR REPLACE MACRO icebridge.text_to_boolean(value_) AS
        CASE WHEN lower(trim(value_)) IN ('t', 'true', 'y', 'yes', 'on', '1') THEN TRUE
          WHEN lower(trim(value_)) IN ('f', 'false', 'n', 'no', 'off', '0') THEN FALSE
          WHEN value_ IS NOT NULL THEN error('icebridge: inexact boolean ' || value_) END;
      CREATE OR REPLACE MACRO icebridge.text_to_date(value_) AS
        CAST(icebridge.readable(value_, '([1-9][0-9]{3}|0[1-9][0-9]{2})-[0-9]{2}-[0-9]{2}', 'date') AS DATE);
      CREATE OR REPLACE MACRO icebridge.text_to_timestamp(value_) AS
        CAST(icebridge.readable(value_, '([1-9][0-9]{3}|0[1-9][0-9]{2})-[0-9]{2}-[0-9]{2}( ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?)?', 'timestamp') AS TIMESTAMP);
      CREATE OR REPLACE MACRO icebridge.text_to_uuid(value_) AS
        CAST(icebridge.readable(value_, '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}', 'uuid') AS UUID)
      """;

  private TextMacros() {}
}
