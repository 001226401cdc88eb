// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Text and patterns. */
final class TextSignatures {

  static final String TABLE =
      """
      # Patterns and prefixes.
      operator | ~~             | text, text                | deterministic | @like
      operator | ~~             | bpchar, text              | deterministic | @like
      operator | !~~            | bpchar, text              | deterministic | @not_like
      operator | !~~            | text, text                | deterministic | @not_like
      operator | ~~*            | text, text                | deterministic | @ilike
      operator | !~~*           | text, text                | deterministic | @not_ilike
      operator | ~              | text, text                | deterministic | @matches
      operator | !~             | text, text                | deterministic | @not_matches
      operator | ~*             | text, text                | deterministic | @matches_caseless
      operator | !~*            | text, text                | deterministic | @not_matches_caseless
      function | regexp_like    | text, text                | deterministic | @matches
      function | regexp_like    | text, text, text          | deterministic | @regexp_like
      function | regexp_match   | text, text                | deterministic | @regexp_match
      function | regexp_match   | text, text, text          | deterministic | @regexp_match
      function | regexp_split_to_array | text, text         | deterministic | @regexp_split
      function | regexp_split_to_array | text, text, text   | deterministic | @regexp_split
      function | regexp_replace | text, text, text          | deterministic | @regexp_replace
      function | regexp_replace | text, text, text, text    | deterministic | @regexp_replace
      function | substring regexp_substr | text, text       | deterministic | @regexp_part
      function | regexp_count   | text, text                | deterministic | @regexp_count
      function | regexp_count   | text, text, int4          | deterministic one:3 | @regexp_count
      function | regexp_count   | text, text, int4, text    | deterministic one:3 | @regexp_count
      operator | ^@             | text, text                | deterministic | starts_with({0}, {1})
      function | starts_with    | text, text                | deterministic | starts_with({0}, {1})

      # Text.
      function | text           | bpchar                    |               | rtrim({0}, ' ')
      function | text           | bool                      |               | CAST({0} AS VARCHAR)
      function | length char_length character_length | text |              | CAST(length({0}) AS INTEGER)
      function | length char_length character_length | bpchar |            | CAST(length(rtrim({0}, ' ')) AS INTEGER)
      function | octet_length   | text                      |               | CAST(strlen({0}) AS INTEGER)
      function | bit_length     | text                      |               | CAST(8 * strlen({0}) AS INTEGER)
      function | btrim          | text                      |               | trim({0}, ' ')
      function | ltrim          | text                      |               | ltrim({0}, ' ')
      function | rtrim          | text                      |               | rtrim({0}, ' ')
      function | btrim          | text, text                |               | trim({0}, {1})
      function | ltrim          | text, text                |               | ltrim({0}, {1})
      function | rtrim          | text, text                |               | rtrim({0}, {1})
      function | lower upper    | text                      |               | @letters
      function | initcap        | text                      | C             | icebridge.initial_capitals({0})
      function | strpos position | text, text               | deterministic | CAST(strpos({0}, {1}) AS INTEGER)
      function | substr substring | text, int4              |               | @substring
      function | substr substring | text, int4, int4        |               | @substring
      function | left           | text, int4                |               | left({0}, {1})
      function | right          | text, int4                |               | right({0}, {1})
      function | replace        | text, text, text          | deterministic | replace({0}, {1}, {2})
      function | translate      | text, text, text          |               | translate({0}, {1}, {2})
      function | split_part     | text, text, int4          | deterministic | @split_part
      function | string_to_array | text, text               | deterministic filled:2 | CASE WHEN {0} = '' THEN CAST([] AS VARCHAR[]) ELSE string_split({0}, {1}) END
      function | overlay        | text, text, int4          |               | icebridge.overlay({0}, {1}, {2}, CAST(length({1}) AS INTEGER))
      function | overlay        | text, text, int4, int4    |               | icebridge.overlay({0}, {1}, {2}, {3})
      function | lpad           | text, int4                | small:2       | lpad({0}, {1}, ' ')
      function | rpad           | text, int4                | small:2       | rpad({0}, {1}, ' ')
      function | lpad           | text, int4, text          | small:2       | CASE WHEN {2} = '' THEN left({0}, greatest({1}, 0)) ELSE lpad({0}, {1}, {2}) END
      function | rpad           | text, int4, text          | small:2       | CASE WHEN {2} = '' THEN left({0}, greatest({1}, 0)) ELSE rpad({0}, {1}, {2}) END
      function | repeat         | text, int4                | small:2       | repeat({0}, {1})
      function | reverse        | text                      |               | icebridge.reverse({0})
      function | ascii          | text                      |               | ascii({0})
      function | chr            | int4                      |               | icebridge.chr({0})
      function | md5            | text                      |               | md5({0})
      function | to_hex         | int4                      |               | lower(to_hex(CASE WHEN {0} < 0 THEN CAST({0} AS BIGINT) + 4294967296 ELSE CAST({0} AS BIGINT) END))
      function | to_hex         | int8                      |               | lower(to_hex({0}))
      function | concat         | any                       |               | @concat
      function | concat_ws      | text, any                 |               | @concat
      operator | ||             | text, text                |               | {0} || {1}

      function | varchar        | varchar, int4, bool       |               | @varchar

      # Texts of other types.
      cast     | text varchar   | integers                  |               | CAST({0} AS VARCHAR)
      cast     | text varchar   | uuid                      |               | CAST({0} AS VARCHAR)
      cast     | text varchar   | time                      |               | CAST({0} AS VARCHAR)
      cast     | text varchar   | numeric                   |               | @output
      cast     | text varchar   | float4                    | traps         | @output
      cast     | text varchar   | float8                    | traps         | @output
      cast     | text varchar   | date                      |               | @output
      cast     | text varchar   | timestamp                 |               | @output
      cast     | text varchar   | timestamptz               |               | @output
      cast     | numeric        | text                      | traps         | @text_numeric
      cast     | int2           | text                      | traps         | icebridge.text_to_smallint({0})
      cast     | int4           | text                      | traps         | icebridge.text_to_integer({0})
      cast     | int8           | text                      | traps         | icebridge.text_to_bigint({0})
      cast     | float8         | text                      | traps         | icebridge.text_to_double({0})
      cast     | bool           | text                      | traps         | icebridge.text_to_boolean({0})
      cast     | date           | text                      | traps         | icebridge.text_to_date({0})
      cast     | timestamp      | text                      | traps         | icebridge.text_to_timestamp({0})
      cast     | uuid           | text                      | traps         | icebridge.text_to_uuid({0})
      """;

  private TextSignatures() {}
}
