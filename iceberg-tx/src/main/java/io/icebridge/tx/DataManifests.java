// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataManifestReader;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.LiveEntries;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.io.FileIO;

/**
 * Reads some manifests of data files of one table. What a reader has prepared for one of them
 * serves for all that were written alike. Safe for use by several threads.
 */
final class DataManifests {

  private final FileIO io;
  private final Map<Integer, PartitionSpec> specs;
  private final Map<String, Queue<DataManifestReader>> idle = new ConcurrentHashMap<>();

  DataManifests(FileIO io, Map<Integer, PartitionSpec> specs) {
    this.io = io;
    this.specs = specs;
  }

  /**
   * Gives the live files of a manifest, in its order.
   *
   * @param consumer must copy what it keeps: its argument changes with the next call
   */
  void each(ManifestFile manifest, Consumer<DataFile> consumer) {
    if (FileFormat.fromFileName(manifest.path()) != FileFormat.AVRO) {
      LiveEntries.each(ManifestFiles.read(manifest, io, specs), consumer);
      return;
    }
    try (InputStream file = io.newInputFile(manifest).newStream()) {
      AvroHeader header = new AvroHeader(file);
      String schema = header.schema();
      Queue<DataManifestReader> alike =
          idle.computeIfAbsent(
              manifest.partitionSpecId() + schema, kind -> new ConcurrentLinkedQueue<>());
      DataManifestReader known = alike.poll();
      DataManifestReader reader =
          known != null ? known : reader(manifest.partitionSpecId(), schema);
      reader.each(manifest, header.withoutSchema(), consumer);
      alike.add(reader);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the manifest " + manifest.path(), failure);
    }
  }

  private DataManifestReader reader(int spec, String schema) {
    // As Avro parses the schema of a file.
    Schema parsed =
        new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(schema);
    return new DataManifestReader(specs.get(spec), parsed);
  }
}
