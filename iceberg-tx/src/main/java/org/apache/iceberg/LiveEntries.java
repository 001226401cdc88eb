// SPDX-License-Identifier: Apache-2.0
package org.apache.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The live files of a manifest without a copy of each. Only a door to Iceberg's own method, which
 * is not public.
 */
public final class LiveEntries {

  private LiveEntries() {}

  /**
   * Reads a manifest to its end and closes it.
   *
   * @param consumer must copy what it keeps: its argument changes with the next call
   */
  public static <F extends ContentFile<F>> void each(
      ManifestReader<F> reader, Consumer<F> consumer) {
    try (reader;
        CloseableIterable<ManifestEntry<F>> entries = reader.liveEntries()) {
      for (ManifestEntry<F> entry : entries) {
        consumer.accept(entry.file());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot close a manifest", failure);
    }
  }
}
