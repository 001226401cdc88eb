// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Text and patterns. */
final class TextSignatures {

  static final String TABLE =
      """
      # Patterns and prefixes.
      operator | ~~             | text, text                | deterministic | @like
      operator | !~~            | text, text                | deterministic | @not_like
      operator | ^@             | text, text                | deterministic | starts_with({0}, {1})
      function | starts_with    | text, text                | deterministic | starts_with({0}, {1})

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

  private TextSignatures() {}
}
