// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Says why an expression has to stay in PostgreSQL. An answer, not a failure: no stack trace. */
public final class NotShippable extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * An answer.
   *
   * @param reason a sentence without full stop
   */
  public NotShippable(String reason) {
    super(reason, null, false, false);
  }
}
