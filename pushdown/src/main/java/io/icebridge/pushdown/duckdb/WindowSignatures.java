// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Functions that need a window. */
final class WindowSignatures {

  static final String TABLE =
      """
      # Positions in the order of the window.
      window   | row_number      |                          |               | row_number(){F}
      window   | rank            |                          |               | rank(){F}
      window   | dense_rank      |                          |               | dense_rank(){F}
      window   | percent_rank    |                          |               | percent_rank(){F}
      window   | cume_dist       |                          |               | cume_dist(){F}
      window   | ntile           | int4                     | positive:1    | CAST(ntile({0}){F} AS INTEGER)

      # Values of other rows.
      window   | lag             | anyelement               |               | lag({0}){F} | {0}
      window   | lead            | anyelement               |               | lead({0}){F} | {0}
      window   | lag             | anyelement, int4         | natural:2     | lag({0}, {1}){F} | {0}
      window   | lead            | anyelement, int4         | natural:2     | lead({0}, {1}){F} | {0}
      window   | lag lead        | anycompatible, int4, anycompatible | natural:2 | @shift
      window   | first_value     | anyelement               |               | first_value({0}){F} | {0}
      window   | last_value      | anyelement               |               | last_value({0}){F} | {0}
      window   | nth_value       | anyelement, int4         | positive:2    | nth_value({0}, {1}){F} | {0}
      """;

  private WindowSignatures() {}
}
