// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Arrays of one dimension. */
final class ArraySignatures {

  static final String TABLE =
      """
      operator | = <> < <= > >= | anyarray, anyarray        |               | @array_comparison
      operator | @>             | anyarray, anyarray        |               | @array_contains
      operator | <@             | anyarray, anyarray        |               | @array_contained
      operator | &&             | anyarray, anyarray        |               | @array_overlap
      operator | ||             | anycompatiblearray, anycompatiblearray |  | icebridge.array_cat({0}, {1}) | {0}
      operator | ||             | anycompatiblearray, anycompatible |       | list_append({0}, {1})         | {0}
      operator | ||             | anycompatible, anycompatiblearray |       | list_prepend({0}, {1})        | {1}
      function | array_cat      | anycompatiblearray, anycompatiblearray |  | icebridge.array_cat({0}, {1}) | {0}
      function | array_append   | anycompatiblearray, anycompatible |       | list_append({0}, {1})         | {0}
      function | array_prepend  | anycompatible, anycompatiblearray |       | list_prepend({0}, {1})        | {1}
      function | array_remove   | anycompatiblearray, anycompatible |       | @array_remove
      function | array_position | anycompatiblearray, anycompatible |       | @array_position
      function | array_length array_upper | anyarray, int4  | one:2         | CASE WHEN len({0}) > 0 THEN CAST(len({0}) AS INTEGER) END
      function | array_lower    | anyarray, int4            | one:2         | CASE WHEN len({0}) > 0 THEN 1 END
      function | array_ndims    | anyarray                  |               | CASE WHEN len({0}) > 0 THEN 1 END
      function | cardinality    | anyarray                  |               | CAST(len({0}) AS INTEGER)
      function | array_to_string | anyarray, text           | filled:2      | @array_to_string
      """;

  private ArraySignatures() {}
}
