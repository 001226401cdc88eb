// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Byte strings and UUIDs. */
final class BinarySignatures {

  static final String TABLE =
      """
      function | octet_length length | bytea                |               | octet_length({0})
      function | bit_length     | bytea                     |               | CAST(8 * octet_length({0}) AS INTEGER)
      operator | ||             | bytea, bytea              |               | {0} || {1}
      function | substr substring | bytea, int4             | positive:2    | {0}[{1}:]
      function | substr substring | bytea, int4, int4       | positive:2 natural:3 | {0}[{1}:{1} + {2} - 1]
      function | md5            | bytea                     |               | md5({0})
      function | sha256         | bytea                     |               | unhex(sha256({0}))
      function | encode         | bytea, text               |               | @encode
      function | decode         | text, text                | traps         | @decode
      """;

  private BinarySignatures() {}
}
