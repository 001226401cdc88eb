// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.error;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * An exception in the terms of a PostgreSQL error report.
 *
 * @param detail may be null
 * @param hint may be null
 * @param stack the stack trace for DEBUG1; null where there is none to be had
 */
public record ErrorReport(
    String sqlState, String message, String detail, String hint, String stack) {

  /** The report for anything thrown. What is not foreseen is XX000 and names the class. */
  public static ErrorReport of(Throwable thrown) {
    if (thrown instanceof WrapperException e) {
      return new ErrorReport(e.sqlState(), e.getMessage(), e.detail(), e.hint(), stack(e));
    }
    if (thrown instanceof UncheckedIOException wrapping) {
      return of(wrapping.getCause());
    }
    if (thrown instanceof VirtualMachineError) {
      return ofVirtualMachine(thrown);
    }
    if (thrown instanceof InterruptedException) {
      return plain(SqlState.QUERY_CANCELED, "canceling statement due to user request", thrown);
    }
    if (thrown instanceof NoSuchFileException || thrown instanceof FileNotFoundException) {
      return plain(
          SqlState.UNDEFINED_FILE, "could not find file \"" + thrown.getMessage() + "\"", thrown);
    }
    if (thrown instanceof AccessDeniedException) {
      return new ErrorReport(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "could not open file \"" + thrown.getMessage() + "\": permission denied",
          null,
          "Let the operating-system user of the PostgreSQL server read it.",
          stack(thrown));
    }
    if (thrown instanceof IOException) {
      return plain(SqlState.IO_ERROR, "input/output error: " + thrown.getMessage(), thrown);
    }
    String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
    return plain(SqlState.INTERNAL_ERROR, thrown.getClass().getName() + message, thrown);
  }

  private static ErrorReport ofVirtualMachine(Throwable thrown) {
    if (thrown instanceof StackOverflowError) {
      return new ErrorReport(
          SqlState.STATEMENT_TOO_COMPLEX,
          "the statement is nested too deeply for the Java part of icebridge",
          null,
          "Simplify the statement.",
          null);
    }
    // The stack is left out: writing it down needs the memory there is none of.
    return new ErrorReport(
        SqlState.OUT_OF_MEMORY,
        "the Java virtual machine is out of memory",
        thrown.getMessage(),
        "Raise icebridge.max_heap for this database or role, and reconnect.",
        null);
  }

  private static ErrorReport plain(String sqlState, String message, Throwable thrown) {
    return new ErrorReport(sqlState, message, null, null, stack(thrown));
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
