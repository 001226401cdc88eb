// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestAppend;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestWriter;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;

/**
 * The part of an append that does not depend on the table's newest version: the manifest of the new
 * files, whose entries inherit the number and the id of the snapshot. It is written, and on its way
 * to the disk with the files, before the table's row in the catalog is locked, so that other
 * transactions wait less.
 */
final class AppendAhead {

  /** Above this Iceberg divides the files among several manifests. */
  private static final int MOST_FILES = 1000;

  private final TableMetadata seen;
  private final Collection<DataFile> files;
  private final ManifestFile manifest;

  private AppendAhead(TableMetadata seen, Collection<DataFile> files, ManifestFile manifest) {
    this.seen = seen;
    this.files = files;
    this.manifest = manifest;
  }

  /**
   * Writes the manifest of what a log appends.
   *
   * @param seen the table as the log's first statement saw it
   * @return null where the log does more than that, or it cannot be done ahead
   */
  static AppendAhead write(TableLog log, TableMetadata seen, TrackedFileIO io) {
    if (seen.formatVersion() < 2 || seen.formatVersion() > 3) {
      // Entries inherit nothing yet, or manifests are no Avro files any more.
      return null;
    }
    Collection<DataFile> files = log.before(Integer.MAX_VALUE, seen).files().added().values();
    if (files.isEmpty() || files.size() > MOST_FILES) {
      return null;
    }
    for (DataFile file : files) {
      if (file.specId() != seen.defaultSpecId()) {
        return null;
      }
    }
    String location = MetadataLocations.in(seen, UUID.randomUUID() + "-m0.avro");
    ManifestWriter<DataFile> writer =
        ManifestFiles.write(
            seen.formatVersion(), seen.spec(), io.newOutputFile(location), null, compression(seen));
    try (writer) {
      files.forEach(writer::add);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + location, failure);
    }
    return new AppendAhead(seen, files, writer.toManifestFile());
  }

  private static Map<String, String> compression(TableMetadata table) {
    Map<String, String> properties = new HashMap<>();
    properties.put(
        TableProperties.AVRO_COMPRESSION,
        table.property(
            TableProperties.MANIFEST_COMPRESSION, TableProperties.MANIFEST_COMPRESSION_DEFAULT));
    String level = table.properties().get(TableProperties.MANIFEST_COMPRESSION_LEVEL);
    if (level != null) {
      properties.put(TableProperties.AVRO_COMPRESSION_LEVEL, level);
    }
    return properties;
  }

  /** The manifest and the data files. */
  List<String> locations() {
    List<String> locations = new ArrayList<>();
    locations.add(manifest.path());
    files.forEach(file -> locations.add(file.location()));
    return locations;
  }

  List<String> dataFiles() {
    return files.stream().map(DataFile::location).toList();
  }

  /** Whether the manifest can become part of this version of the table. */
  boolean fits(TableMetadata newest) {
    return newest.formatVersion() == seen.formatVersion()
        && newest.defaultSpecId() == seen.defaultSpecId()
        && newest.currentSchemaId() == seen.currentSchemaId();
  }

  /** Commits a snapshot with the manifest. */
  void commit(CommitOperations operations) {
    AppendFiles append =
        new ManifestAppend(operations, manifest).scanManifestsWith(CallerExecutor.INSTANCE);
    // What Iceberg counts where it is given files, but not for a manifest.
    long bytes = files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
    append.set(SnapshotSummary.ADDED_FILE_SIZE_PROP, Long.toString(bytes));
    long partitions = files.stream().map(file -> file.partition().toString()).distinct().count();
    append.set(SnapshotSummary.CHANGED_PARTITION_COUNT_PROP, Long.toString(partitions));
    append.commit();
  }
}
