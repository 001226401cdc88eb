// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * JSON, which DuckDB reads from its text.
 *
 * <p>DuckDB takes the first of equal keys, PostgreSQL the last, and DuckDB writes numbers with
 * fractions, arrays and objects differently: all of these fail. Values of jsonb are not compared as
 * texts: those of files are as whoever wrote them has put them.
 */
final class JsonSignatures {

  static final String TABLE =
      """
      operator | ->>            | json, text                | traps         | @json_text
      operator | ->>            | jsonb, text               | traps         | @json_text
      operator | ->>            | json, int4                | traps         | @json_text
      operator | ->>            | jsonb, int4               | traps         | @json_text
      operator | #>>            | json, _text               | traps         | @json_path_text
      operator | #>>            | jsonb, _text              | traps         | @json_path_text
      operator | ?              | jsonb, text               | traps         | @json_exists
      function | json_typeof    | json                      |               | icebridge.json_typeof({0})
      function | jsonb_typeof   | jsonb                     |               | icebridge.json_typeof({0})
      function | json_build_object | any                    |               | @json_build_object
      function | jsonb_build_object | any                   |               | @json_build_object
      function | json_build_array | any                     |               | @json_build_array
      function | jsonb_build_array | any                    |               | @json_build_array
      function | to_json to_jsonb | anyelement              |               | @to_json
      function | array_to_json  | anyarray                  |               | @to_json
      function | json_array_length | json                   | traps         | icebridge.json_array_length({0})
      function | jsonb_array_length | jsonb                 | traps         | icebridge.json_array_length({0})
      """;

  private JsonSignatures() {}
}
