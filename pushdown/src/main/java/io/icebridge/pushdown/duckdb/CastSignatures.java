// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Casts. */
final class CastSignatures {

  static final String TABLE =
      """
      # Whole numbers become wider or exact numbers.
      function | int4           | int2                      |               | CAST({0} AS INTEGER)
      function | int8           | int2                      |               | CAST({0} AS BIGINT)
      function | int8           | int4                      |               | CAST({0} AS BIGINT)
      function | float8         | float4                    |               | CAST({0} AS DOUBLE)
      function | float8         | integers                  |               | CAST({0} AS DOUBLE)
      function | float4         | int2                      |               | CAST({0} AS FLOAT)
      function | numeric        | int2                      |               | CAST({0} AS DECIMAL(5,0))  | DECIMAL(5,0)
      function | numeric        | int4                      |               | CAST({0} AS DECIMAL(10,0)) | DECIMAL(10,0)
      function | numeric        | int8                      |               | CAST({0} AS DECIMAL(19,0)) | DECIMAL(19,0)
      """;

  private CastSignatures() {}
}
