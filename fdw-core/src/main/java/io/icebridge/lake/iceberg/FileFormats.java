// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.WrapperException;
import java.util.Locale;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileFormat;

/** Which files can be read. */
final class FileFormats {

  private FileFormats() {}

  static void requireParquet(ContentFile<?> file) {
    if (file.format() != FileFormat.PARQUET) {
      throw WrapperException.unsupported(
              "cannot read files of the format "
                  + file.format().name().toLowerCase(Locale.ROOT)
                  + ", only Parquet")
          .withDetail("The table has the file \"" + file.location() + "\".")
          .withHint("Let the engine that wrote it rewrite the table's files as Parquet.");
    }
    if (file.keyMetadata() != null) {
      throw WrapperException.unsupported(
          "cannot read the encrypted file \"" + file.location() + "\"");
    }
  }
}
