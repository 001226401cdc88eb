// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ManifestDecodingTest {

  @Test
  void everyNumberHasItsTurnOnce() {
    for (int count : new int[] {0, 1, 2, 1000}) {
      AtomicIntegerArray turns = new AtomicIntegerArray(count);
      ManifestDecoding.each(count, turns::incrementAndGet);
      for (int i = 0; i < count; i++) {
        assertThat(turns.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void aFailureOnWhateverThreadIsThrown() {
    for (int failing : new int[] {0, 1, 99}) {
      assertThatThrownBy(
              () ->
                  ManifestDecoding.each(
                      100,
                      i -> {
                        if (i == failing) {
                          throw new UncheckedIOException("no file " + i, new IOException());
                        }
                      }))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("no file " + failing);
    }
  }
}
