// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.icebridge.bridge.spi.WrapperException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorReportTest {

  static Stream<Arguments> thrown() {
    return Stream.of(
        arguments(WrapperException.of("22012", "no"), "22012", "no"),
        arguments(new NoSuchFileException("/f"), "58P01", "could not find file \"/f\""),
        arguments(new FileNotFoundException("/f"), "58P01", "could not find file \"/f\""),
        arguments(
            new AccessDeniedException("/f"),
            "42501",
            "could not open file \"/f\": permission denied"),
        arguments(new IOException("disk"), "58030", "input/output error: disk"),
        arguments(
            new UncheckedIOException(new IOException("disk")), "58030", "input/output error: disk"),
        arguments(new InterruptedException(), "57014", "canceling statement due to user request"),
        arguments(
            new StackOverflowError(),
            "54001",
            "the statement is nested too deeply for the Java part of icebridge"),
        arguments(
            new OutOfMemoryError("heap"), "53200", "the Java virtual machine is out of memory"),
        arguments(new NullPointerException(), "XX000", "java.lang.NullPointerException"),
        arguments(
            new IllegalStateException("why"), "XX000", "java.lang.IllegalStateException: why"),
        arguments(new LinkageError("why"), "XX000", "java.lang.LinkageError: why"));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void everythingThrownHasAStateAndAMessage(Throwable thrown, String state, String message) {
    ErrorReport report = ErrorReport.of(thrown);
    assertThat(report.sqlState()).isEqualTo(state);
    assertThat(report.message()).isEqualTo(message);
  }

  @Test
  void aWrappersErrorKeepsItsDetailAndHintAndShowsItsCause() {
    ErrorReport report =
        ErrorReport.of(
            WrapperException.unsupported("no")
                .withDetail("Because.")
                .withHint("Do not.")
                .causedBy(new IOException("root")));
    assertThat(report.detail()).isEqualTo("Because.");
    assertThat(report.hint()).isEqualTo("Do not.");
    assertThat(report.stack()).contains("Caused by: java.io.IOException: root");
  }

  @Test
  void errorsOfTheMachineHaveNoStackTrace() {
    assertThat(ErrorReport.of(new OutOfMemoryError()).stack()).isNull();
  }
}
