// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;

/** What Iceberg says of a table whose metadata it cannot read, as PostgreSQL's errors. */
final class IcebergErrors {

  private IcebergErrors() {}

  /** Reads metadata. */
  static <T> T reading(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (WrapperException known) {
      throw known;
    } catch (NotFoundException missing) {
      throw error(SqlState.UNDEFINED_FILE, "a file of the Iceberg table does not exist", missing);
    } catch (UncheckedIOException failure) {
      throw error(
          failure.getCause() instanceof NoSuchFileException
              ? SqlState.UNDEFINED_FILE
              : SqlState.IO_ERROR,
          "could not read the metadata of the Iceberg table",
          failure);
    } catch (ValidationException | IllegalArgumentException | IllegalStateException invalid) {
      throw error(
          SqlState.DATA_CORRUPTED,
          "could not understand the metadata of the Iceberg table",
          invalid);
    }
  }

  private static WrapperException error(String state, String message, RuntimeException cause) {
    WrapperException error = WrapperException.of(state, message).causedBy(cause);
    String detail = cause.getMessage();
    return detail == null || detail.isEmpty() ? error : error.withDetail(sentence(detail));
  }

  private static String sentence(String text) {
    String capital = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return capital.endsWith(".") ? capital : capital + ".";
  }
}
