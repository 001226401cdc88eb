// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.Objects;

/**
 * An error to be raised in PostgreSQL as it stands: SQLSTATE, message, detail and hint.
 *
 * <p>Messages follow PostgreSQL's style: no capital at the start, no full stop; detail and hint are
 * whole sentences.
 */
public final class WrapperException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;
  private final String detail;
  private final String hint;

  private WrapperException(
      String sqlState, String message, String detail, String hint, Throwable cause) {
    super(message, cause);
    this.sqlState = sqlState;
    this.detail = detail;
    this.hint = hint;
  }

  /** An error with a five-character SQLSTATE; see {@link SqlState} for the common ones. */
  public static WrapperException of(String sqlState, String message) {
    Objects.requireNonNull(message, "message is null");
    if (sqlState.length() != 5) {
      throw new IllegalArgumentException("not an SQLSTATE: " + sqlState);
    }
    return new WrapperException(sqlState, message, null, null, null);
  }

  /** Something that cannot be done (0A000). */
  public static WrapperException unsupported(String message) {
    return of(SqlState.FEATURE_NOT_SUPPORTED, message);
  }

  /** The same error with a detail. */
  public WrapperException withDetail(String newDetail) {
    return copy(newDetail, hint, getCause());
  }

  /** The same error with a hint. */
  public WrapperException withHint(String newHint) {
    return copy(detail, newHint, getCause());
  }

  /** The same error with the exception that led to it, whose stack trace appears at DEBUG1. */
  public WrapperException causedBy(Throwable cause) {
    return copy(detail, hint, cause);
  }

  private WrapperException copy(String newDetail, String newHint, Throwable cause) {
    WrapperException copy = new WrapperException(sqlState, getMessage(), newDetail, newHint, cause);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  public String sqlState() {
    return sqlState;
  }

  /** May be null. */
  public String detail() {
    return detail;
  }

  /** May be null. */
  public String hint() {
    return hint;
  }
}
