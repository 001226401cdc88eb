// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Macros for byte strings. */
final class BinaryMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.base64(value_) AS
        regexp_replace(base64(value_), '(.{76})', '\\1' || chr(10), 'g');
      CREATE OR REPLACE MACRO icebridge.of_hex(value_) AS
        unhex(icebridge.readable(value_, '([0-9A-Fa-f]{2})*', 'hexadecimal data'));
      CREATE OR REPLACE MACRO icebridge.of_base64(value_) AS
        from_base64(icebridge.readable(value_,
          '([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?', 'base64'))
      """;

  private BinaryMacros() {}
}
