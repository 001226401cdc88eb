// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.tree;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;

/** The errors of this package. */
final class TreeErrors {

  private static final int SHOWN = 40;

  private TreeErrors() {}

  static WrapperException malformed(String source, int position, String problem) {
    int from = Math.max(0, Math.min(position, source.length()));
    String shown = source.substring(from, Math.min(source.length(), from + SHOWN));
    return WrapperException.of(
            SqlState.INTERNAL_ERROR,
            "node tree cannot be read at character " + (position + 1) + ": " + problem)
        .withDetail("The text there is \"" + shown + "\".");
  }

  static WrapperException unexpected(String node, String field, String expected) {
    return WrapperException.of(
        SqlState.INTERNAL_ERROR,
        "node tree cannot be understood: field \""
            + field
            + "\" of node "
            + node
            + " should hold "
            + expected);
  }

  static WrapperException tooDeep(int limit) {
    return WrapperException.of(
            SqlState.STATEMENT_TOO_COMPLEX, "expression is nested more than " + limit + " deep")
        .withHint("Write the expression with fewer nested calls.");
  }
}
