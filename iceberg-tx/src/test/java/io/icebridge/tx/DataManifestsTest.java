// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataManifestsTest {

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private int files;

  private Table table(int format, PartitionSpec spec) {
    catalog.initialize("memory", Map.of());
    catalog.createNamespace(Namespace.of("n"));
    return catalog.createTable(
        TableIdentifier.of("n", "t"), Lake.SCHEMA, spec, Map.of("format-version", "" + format));
  }

  private DataFile file(PartitionSpec spec, long rows) {
    files++;
    ByteBuffer bound = Conversions.toByteBuffer(Types.LongType.get(), (long) files);
    DataFiles.Builder builder =
        DataFiles.builder(spec)
            .withPath("/f" + files + ".parquet")
            .withFileSizeInBytes(100 + files)
            .withSplitOffsets(List.of(4L, 90L))
            .withMetrics(
                files % 3 == 0
                    ? new Metrics(rows)
                    : new Metrics(
                        rows,
                        Map.of(1, 8L * files, 2, 1L),
                        Map.of(1, rows, 2, rows),
                        Map.of(2, rows),
                        null,
                        Map.of(1, bound),
                        Map.of(1, bound)));
    return spec.isPartitioned()
        ? builder.withPartitionPath("name=" + "ab".charAt(files % 2)).build()
        : builder.build();
  }

  private List<DataFile> append(Table table, int count) {
    List<DataFile> added =
        IntStream.range(0, count).mapToObj(i -> file(table.spec(), 10 + i)).toList();
    var append = table.newFastAppend();
    added.forEach(append::appendFile);
    append.commit();
    return added;
  }

  /** All that is said of a file. */
  private static List<Object> all(DataFile file) {
    return Arrays.asList(
        file.location(),
        file.manifestLocation(),
        file.pos(),
        file.specId(),
        file.format(),
        file.partition(),
        file.recordCount(),
        file.fileSizeInBytes(),
        file.columnSizes(),
        file.valueCounts(),
        file.nullValueCounts(),
        file.nanValueCounts(),
        file.lowerBounds(),
        file.upperBounds(),
        file.keyMetadata(),
        file.splitOffsets(),
        file.sortOrderId(),
        file.dataSequenceNumber(),
        file.fileSequenceNumber(),
        file.firstRowId());
  }

  private static void readsAllManifestsAsIceberg(Table table) throws IOException {
    for (var snapshot : table.snapshots()) {
      DataManifests manifests = new DataManifests(table.io(), table.specs());
      for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
        List<List<Object>> expected = new ArrayList<>();
        try (CloseableIterable<DataFile> reader =
            ManifestFiles.read(manifest, table.io(), table.specs())) {
          reader.forEach(file -> expected.add(all(file)));
        }
        List<List<Object>> read = new ArrayList<>();
        manifests.each(manifest, file -> read.add(all(file.copy())));
        assertThat(read).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "2,false", "2,true", "3,false", "3,true"})
  void filesAreThoseIcebergReads(int format, boolean partitioned) throws IOException {
    PartitionSpec spec =
        partitioned
            ? PartitionSpec.builderFor(Lake.SCHEMA).identity("name").build()
            : PartitionSpec.unpartitioned();
    Table table = table(format, spec);
    List<DataFile> first = append(table, 5);
    List<DataFile> second = append(table, 4);
    // Manifests with entries that are deleted and such as are from older snapshots.
    table.newDelete().deleteFile(first.get(1)).deleteFile(second.get(3)).commit();
    append(table, 1);
    table.rewriteManifests().clusterBy(file -> file.recordCount() % 2).commit();
    table.updateSpec().addField("id").commit();
    DataFile other =
        DataFiles.builder(table.spec())
            .withPath("/other.parquet")
            .withFileSizeInBytes(1)
            .withRecordCount(1)
            .withPartitionPath(partitioned ? "name=a/id=7" : "id=7")
            .build();
    table.newFastAppend().appendFile(other).commit();
    table.updateSchema().addColumn("more", Types.DoubleType.get()).commit();
    table.newFastAppend().appendFile(file(spec, 3)).commit();
    if (format < 3) {
      UpdateProperties upgrade = table.updateProperties();
      upgrade.set("format-version", "" + (format + 1)).commit();
      table.newFastAppend().appendFile(file(spec, 3)).commit();
    }
    assertThat(table.currentSnapshot().dataManifests(table.io())).hasSizeGreaterThan(3);
    readsAllManifestsAsIceberg(table);
  }

  @Test
  void aMissingManifestIsNamed() {
    Table table = table(2, PartitionSpec.unpartitioned());
    append(table, 1);
    ManifestFile manifest = table.currentSnapshot().dataManifests(table.io()).get(0);
    table.io().deleteFile(manifest.path());
    DataManifests manifests = new DataManifests(table.io(), table.specs());
    assertThatThrownBy(() -> manifests.each(manifest, file -> {}))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(manifest.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "bzip2"})
  void blocksAreReadWithoutTheSchema(String codec, @TempDir Path folder) throws IOException {
    Path path = folder.resolve("longs.avro");
    try (DataFileWriter<Long> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
      writer.setCodec(CodecFactory.fromString(codec));
      writer.setMeta("other", "x".repeat(100_000));
      writer.create(SchemaBuilder.builder().longType(), path.toFile());
      for (long i = 0; i < 1_000; i++) {
        writer.append(i);
        if (i % 100 == 0) {
          writer.sync();
        }
      }
    }
    try (DataFileReader<Long> known =
            new DataFileReader<>(path.toFile(), new GenericDatumReader<>());
        var file = Files.newInputStream(path)) {
      AvroHeader header = new AvroHeader(file);
      assertThat(header.schema()).isEqualTo(known.getMetaString("avro.schema"));
      List<Long> read = new ArrayList<>();
      new DataFileStream<>(header.withoutSchema(), new Longs()).forEach(read::add);
      assertThat(read).hasSize(1_000).containsExactlyElementsOf(known);
    }
  }

  @Test
  void whatDoesNotBeginLikeAvroIsRefused() {
    assertThatThrownBy(() -> new AvroHeader(new ByteArrayInputStream("PAR1 and more".getBytes())))
        .isInstanceOf(InvalidAvroMagicException.class);
    assertThatThrownBy(() -> new AvroHeader(new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(InvalidAvroMagicException.class);
  }

  /** Knows the schema by itself. */
  private static final class Longs implements DatumReader<Long> {
    @Override
    public void setSchema(org.apache.avro.Schema schema) {
      assertThat(schema.getType()).isEqualTo(org.apache.avro.Schema.Type.NULL);
    }

    @Override
    public Long read(Long reuse, Decoder in) throws IOException {
      return ((BinaryDecoder) in).readLong();
    }
  }
}
