// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.faulty;

import io.icebridge.bridge.spi.Writer;

/** Takes rows and forgets them, without even taking over their memory. */
final class FaultyWriter implements Writer {

  private final Faults faults;

  FaultyWriter(Faults faults) {
    this.faults = faults;
  }

  @Override
  public long write(long arrowArray, long arrowSchema) {
    faults.at("write");
    return 0;
  }

  @Override
  public void finish() {
    faults.at("finish");
  }

  @Override
  public void close() {
    faults.at("closeWriter");
  }
}
