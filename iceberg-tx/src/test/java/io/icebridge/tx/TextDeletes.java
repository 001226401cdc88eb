// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/** Position deletes in text files, where a real engine has Parquet. */
final class TextDeletes implements PositionDeleteFiles {

  @Override
  public long write(String location, String dataFile, PositionDeleteIndex positions) {
    StringBuilder text = new StringBuilder();
    positions.forEach(position -> text.append(dataFile).append('\t').append(position).append('\n'));
    try {
      Path path = Path.of(location);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return Files.size(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void read(DeleteFile deletes, String dataFile, PositionDeleteIndex into) {
    try {
      for (String line : Files.readAllLines(Path.of(deletes.location()))) {
        String[] parts = line.split("\t");
        if (parts[0].equals(dataFile)) {
          into.delete(Long.parseLong(parts[1]));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
