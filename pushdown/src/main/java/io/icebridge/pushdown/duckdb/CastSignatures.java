// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Casts between numbers. */
final class CastSignatures {

  static final String TABLE =
      """
      # Whole numbers: what does not fit is an error in both.
      function | int2           | int4                      |               | CAST({0} AS SMALLINT)
      function | int2           | int8                      |               | CAST({0} AS SMALLINT)
      function | int4           | int2                      |               | CAST({0} AS INTEGER)
      function | int4           | int8                      |               | CAST({0} AS INTEGER)
      function | int8           | int2                      |               | CAST({0} AS BIGINT)
      function | int8           | int4                      |               | CAST({0} AS BIGINT)
      function | int4           | bool                      |               | CAST({0} AS INTEGER)
      function | bool           | int4                      |               | {0} <> 0

      # Floating point.
      function | float8         | float4                    |               | CAST({0} AS DOUBLE)
      function | float8         | integers                  |               | CAST({0} AS DOUBLE)
      function | float4         | integers                  |               | CAST({0} AS FLOAT)
      function | float4         | float8                    |               | icebridge.float_narrow({0})
      function | int2           | floats                    |               | CAST({0} AS SMALLINT)
      function | int4           | floats                    |               | CAST({0} AS INTEGER)
      function | int8           | floats                    |               | CAST({0} AS BIGINT)

      # Numerics.
      function | numeric        | int2                      |               | CAST({0} AS DECIMAL(5,0))  | DECIMAL(5,0)
      function | numeric        | int4                      |               | CAST({0} AS DECIMAL(10,0)) | DECIMAL(10,0)
      function | numeric        | int8                      |               | CAST({0} AS DECIMAL(19,0)) | DECIMAL(19,0)
      function | numeric        | floats                    | traps         | @float_numeric
      function | numeric        | numeric, int4             |               | @numeric_modifier
      function | int2           | numeric                   |               | CAST({0} AS SMALLINT)
      function | int4           | numeric                   |               | CAST({0} AS INTEGER)
      function | int8           | numeric                   |               | CAST({0} AS BIGINT)
      function | float8         | numeric                   |               | @numeric_float8
      """;

  private CastSignatures() {}
}
