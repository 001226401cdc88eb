// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFileIOTest {

  @TempDir private Path folder;

  private final LocalFileIO io = new LocalFileIO();

  private void write(String location, String text) throws IOException {
    try (PositionOutputStream stream = io.newOutputFile(location).createOrOverwrite()) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
      assertThat(stream.getPos()).isEqualTo(text.length());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "file://"})
  void whatIsWrittenIsReadFromAnyPosition(String scheme) throws IOException {
    String location = scheme + folder.resolve("a/b/c.txt");
    write(location, "0123456789");
    assertThat(io.newInputFile(location).getLength()).isEqualTo(10);
    assertThat(io.newInputFile(location).location()).isEqualTo(location);
    try (SeekableInputStream stream = io.newInputFile(location).newStream()) {
      stream.seek(7);
      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("789");
      assertThat(stream.read()).isEqualTo(-1);
      stream.seek(1);
      assertThat(stream.skip(2)).isEqualTo(2);
      assertThat(stream.read()).isEqualTo('3');
      assertThat(stream.getPos()).isEqualTo(4);
      assertThat(stream.skip(100)).isEqualTo(6);
      assertThatThrownBy(() -> stream.seek(-1)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void rangesAndTailsAreReadWithoutMoving() throws IOException {
    String location = folder.resolve("a.txt").toString();
    write(location, "0123456789");
    try (LocalInputStream stream = new LocalInputStream(Path.of(location))) {
      byte[] bytes = new byte[4];
      stream.readFully(3, bytes, 1, 2);
      assertThat(bytes).containsExactly(0, '3', '4', 0);
      assertThat(stream.readTail(bytes, 0, 4)).isEqualTo(4);
      assertThat(bytes).containsExactly('6', '7', '8', '9');
      assertThat(stream.getPos()).isZero();
      assertThatThrownBy(() -> stream.readFully(8, bytes, 0, 4)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void createRefusesAFileThatExists() throws IOException {
    String location = folder.resolve("a.txt").toString();
    write(location, "x");
    OutputFile file = io.newOutputFile(location);
    assertThatThrownBy(file::create).isInstanceOf(AlreadyExistsException.class);
    assertThat(file.toInputFile().exists()).isTrue();
  }

  @Test
  void overwritingLeavesNothingOfTheOldFile() throws IOException {
    String location = folder.resolve("a.txt").toString();
    write(location, "long text");
    write(location, "x");
    assertThat(Files.readString(Path.of(location))).isEqualTo("x");
  }

  @Test
  void aMissingFileIsNotFound() {
    String location = folder.resolve("none").toString();
    assertThat(io.newInputFile(location).exists()).isFalse();
    assertThatThrownBy(() -> io.newInputFile(location).newStream())
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> io.newInputFile(location).getLength())
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> io.deleteFile(location)).isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/x", "relative/path", "file:relative"})
  void otherLocationsAreRefused(String location) {
    assertThatThrownBy(() -> io.newInputFile(location))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(location);
  }

  @Test
  void prefixesAreListedAndDeleted() throws IOException {
    write(folder + "/t/data/1.parquet", "a");
    write(folder + "/t/data/x/2.parquet", "bc");
    write(folder + "/t/database/3.parquet", "d");
    assertThat(locations(folder + "/t/data/1"))
        .containsExactlyInAnyOrder(folder + "/t/data/1.parquet");
    assertThat(locations(folder + "/t/data"))
        .containsExactlyInAnyOrder(folder + "/t/data/1.parquet", folder + "/t/data/x/2.parquet");
    assertThat(locations("file://" + folder + "/t/da"))
        .containsExactlyInAnyOrder(
            "file://" + folder + "/t/data/1.parquet",
            "file://" + folder + "/t/data/x/2.parquet",
            "file://" + folder + "/t/database/3.parquet");
    assertThat(locations(folder + "/none/x")).isEmpty();
    io.deletePrefix(folder + "/t/data");
    assertThat(folder.resolve("t/data")).doesNotExist();
    assertThat(folder.resolve("t/database/3.parquet")).exists();
  }

  private List<String> locations(String prefix) {
    List<String> locations = new ArrayList<>();
    for (FileInfo file : io.listPrefix(prefix)) {
      locations.add(file.location());
    }
    return locations;
  }

  @Test
  void icebergLoadsItByNameAndKeepsMetadataInIt() {
    FileIO loaded = CatalogUtil.loadFileIO(LocalFileIO.class.getName(), Map.of(), null);
    Schema schema = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    TableMetadata metadata =
        TableMetadata.newTableMetadata(
            schema, PartitionSpec.unpartitioned(), folder.toString(), Map.of());
    String location = folder.resolve("metadata/v1.metadata.json").toString();
    TableMetadataParser.write(metadata, loaded.newOutputFile(location));
    TableMetadata read = TableMetadataParser.read(loaded, location);
    assertThat(read.uuid()).isEqualTo(metadata.uuid());
    assertThat(read.schema().asStruct()).isEqualTo(schema.asStruct());
  }
}
