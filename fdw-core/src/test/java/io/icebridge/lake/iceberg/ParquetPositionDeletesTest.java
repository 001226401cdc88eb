// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.engine.EngineSettings;
import io.icebridge.tx.Positions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetPositionDeletesTest {

  @TempDir Path folder;

  @Test
  void writtenPositionsAreReadForTheirFileOnly() {
    String location = folder.resolve("deletes/it's.parquet").toString();
    String dataFile = "file:/data/o'ne.parquet";
    PositionDeleteIndex positions = Positions.empty();
    List<Long> expected = new ArrayList<>();
    for (long position = 0; position < 100_000; position += 7) {
      positions.delete(position);
      expected.add(position);
    }
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      ParquetPositionDeletes files = new ParquetPositionDeletes(engine);
      long size = files.write(location, dataFile, positions);
      assertThat(size).isEqualTo(Path.of(location).toFile().length());
      DeleteFile deletes =
          FileMetadata.deleteFileBuilder(PartitionSpec.unpartitioned())
              .ofPositionDeletes()
              .withPath(location)
              .withFormat("parquet")
              .withFileSizeInBytes(size)
              .withRecordCount(expected.size())
              .build();
      PositionDeleteIndex read = Positions.empty();
      files.read(deletes, dataFile, read);
      List<Long> found = new ArrayList<>();
      read.forEach(found::add);
      assertThat(found).isEqualTo(expected);
      PositionDeleteIndex others = Positions.empty();
      files.read(deletes, "/data/other.parquet", others);
      assertThat(others.isEmpty()).isTrue();
      assertThat(
              engine.rows(
                  "SELECT name, type, converted_type, field_id FROM parquet_schema('"
                      + location.replace("'", "''")
                      + "') WHERE field_id IS NOT NULL ORDER BY name"))
          .containsExactly(
              new String[] {"file_path", "BYTE_ARRAY", "UTF8", "2147483546"},
              new String[] {"pos", "INT64", "INT_64", "2147483545"});
      assertThat(
              engine.rows(
                  "SELECT count(*) FROM (SELECT pos, lag(pos) OVER () AS before FROM '"
                      + location.replace("'", "''")
                      + "') WHERE pos <= before"))
          .containsExactly(new String[] {"0"});
    }
  }
}
