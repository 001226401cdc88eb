// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Macros for byte strings. */
final class BinaryMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.base64(value_) AS
        regexp_replace(base64(value_), '(.{76})', '\\1' || chr(10), 'g')
      """;

  private BinaryMacros() {}
}
