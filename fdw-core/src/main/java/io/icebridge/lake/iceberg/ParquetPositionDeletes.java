// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.tx.LocalFileIO;
import io.icebridge.tx.PositionDeleteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/** Position-delete files in Parquet, read and written by DuckDB. */
final class ParquetPositionDeletes implements PositionDeleteFiles {

  private static final String FIELD_IDS =
      "{file_path: "
          + MetadataColumns.DELETE_FILE_PATH.fieldId()
          + ", pos: "
          + MetadataColumns.DELETE_FILE_POS.fieldId()
          + "}";

  private final Engine engine;

  ParquetPositionDeletes(Engine engine) {
    this.engine = engine;
  }

  @Override
  public long write(String location, String dataFile, PositionDeleteIndex positions) {
    Path path = LocalFileIO.path(location);
    try (EngineConnection connection = engine.acquire()) {
      Files.createDirectories(path.getParent());
      Object[] row =
          connection
              .objects(
                  "COPY (SELECT "
                      + constant(dataFile)
                      + " AS file_path, unnest(CAST(string_split(decode($1), ',') AS BIGINT[]))"
                      + " AS pos) TO "
                      + Sql.literal(path.toString())
                      + " (FORMAT parquet, COMPRESSION zstd, FIELD_IDS "
                      + FIELD_IDS
                      + ", RETURN_STATS)",
                  List.of(text(positions)))
              .get(0);
      return WrittenFile.of(row).bytes();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot make the folder of " + location, failure);
    }
  }

  /** A text that is the same in all rows: of an ENUM, DuckDB knows the dictionary beforehand. */
  private static String constant(String text) {
    String literal = Sql.literal(text);
    return "CAST(" + literal + " AS ENUM(" + literal + "))";
  }

  /** With commas between; a parameter, which DuckDB splits much faster than it reads literals. */
  private static byte[] text(PositionDeleteIndex positions) {
    StringBuilder text = new StringBuilder();
    positions.forEach(
        position -> {
          if (text.length() > 0) {
            text.append(',');
          }
          text.append(position);
        });
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void read(DeleteFile deletes, String dataFile, PositionDeleteIndex into) {
    if (deletes.format() != FileFormat.PARQUET) {
      throw WrapperException.unsupported(
              "cannot read position deletes in " + deletes.format() + " format")
          .withDetail("The delete file is \"" + deletes.location() + "\".")
          .withHint("Rewrite the table's delete files with the engine that wrote them.");
    }
    try (EngineConnection connection = engine.acquire()) {
      connection.longs(
          "SELECT pos FROM read_parquet("
              + Sql.literal(LocalFileIO.path(deletes.location()).toString())
              + ") WHERE file_path = "
              + Sql.literal(dataFile),
          positions -> {
            for (long position : positions) {
              into.delete(position);
            }
          });
    }
  }
}
