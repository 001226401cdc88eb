// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Macros for numbers. */
final class NumberMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.inexact(what_) AS error('icebridge: inexact ' || what_)
      """;

  private NumberMacros() {}
}
