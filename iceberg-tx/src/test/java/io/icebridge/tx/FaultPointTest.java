// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultPointTest {

  @TempDir private Path folder;

  @Test
  void nothingHappensWithoutAFileOrAtAnotherPoint() throws Exception {
    Path file = folder.resolve("faults");
    FaultPoint.PREPARE.act(file);
    Files.writeString(file, "PREPARED fail\n");
    FaultPoint.PREPARE.act(file);
    assertThat(folder.resolve("faults.reached")).doesNotExist();
    assertThat(FaultPoint.active()).isFalse();
  }

  @Test
  void aFaultIsAnInputOutputError() throws Exception {
    Path file = folder.resolve("faults");
    Files.writeString(file, "PREPARED fail\nPREPARE fail\n");
    assertThatThrownBy(() -> FaultPoint.PREPARE.act(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("injected fault at PREPARE");
    assertThat(folder.resolve("faults.reached")).hasContent("PREPARE");
  }

  @Test
  void firstTimesAreSkipped() throws Exception {
    Path file = folder.resolve("faults");
    Files.writeString(file, "PREPARE skip 2 fail\n");
    FaultPoint.PREPARE.act(file);
    FaultPoint.PREPARE.act(file);
    assertThatThrownBy(() -> FaultPoint.PREPARE.act(file)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aStallEndsWithTheFile() throws Exception {
    Path file = folder.resolve("faults");
    Files.writeString(file, "PREPARE stall\n");
    CompletableFuture<Void> stalled =
        CompletableFuture.runAsync(() -> FaultPoint.PREPARE.act(file));
    while (!Files.exists(folder.resolve("faults.reached"))) {
      Thread.onSpinWait();
    }
    assertThat(stalled).isNotDone();
    Files.delete(file);
    stalled.get(1, TimeUnit.MINUTES);
  }

  @Test
  void aStallEndsWithAnInterrupt() throws Exception {
    Path file = folder.resolve("faults");
    Files.writeString(file, "PREPARE stall\n");
    Throwable[] seen = new Throwable[1];
    Thread thread =
        new Thread(
            () -> {
              try {
                FaultPoint.PREPARE.act(file);
              } catch (UncheckedIOException interrupted) {
                seen[0] = interrupted;
              }
            });
    thread.start();
    while (!Files.exists(folder.resolve("faults.reached"))) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
    assertThat(seen[0]).hasMessageContaining("interrupted at PREPARE");
  }
}
