// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;

/** All files that a table's metadata refers to, for any of its snapshots. */
final class ReferencedFiles {

  private final FileIO io;
  private final TableMetadata metadata;
  private final Set<String> paths = new HashSet<>();
  private final Set<String> manifestsRead = new HashSet<>();

  private ReferencedFiles(FileIO io, TableMetadata metadata) {
    this.io = io;
    this.metadata = metadata;
  }

  /** Paths, without a {@code file:} scheme. */
  static Set<String> of(FileIO io, TableMetadata metadata) {
    ReferencedFiles referenced = new ReferencedFiles(io, metadata);
    referenced.collect();
    return referenced.paths;
  }

  /** A location without the scheme of local files, in which writers differ. */
  static String path(String location) {
    return location.startsWith("file:") ? LocalFileIO.path(location).toString() : location;
  }

  private void collect() {
    add(metadata.metadataFileLocation());
    metadata.previousFiles().forEach(entry -> add(entry.file()));
    for (StatisticsFile file : metadata.statisticsFiles()) {
      add(file.path());
    }
    for (PartitionStatisticsFile file : metadata.partitionStatisticsFiles()) {
      add(file.path());
    }
    for (Snapshot snapshot : metadata.snapshots()) {
      if (snapshot.manifestListLocation() != null) {
        add(snapshot.manifestListLocation());
      }
      for (ManifestFile manifest : snapshot.allManifests(io)) {
        if (manifestsRead.add(manifest.path())) {
          add(manifest.path());
          addFiles(manifest);
        }
      }
    }
  }

  private void addFiles(ManifestFile manifest) {
    if (manifest.content() == ManifestContent.DATA) {
      addAll(ManifestFiles.read(manifest, io, metadata.specsById()));
    } else {
      addAll(ManifestFiles.readDeleteManifest(manifest, io, metadata.specsById()));
    }
  }

  /** Live ones only: what a manifest calls deleted is live in the snapshots that still need it. */
  private <F extends ContentFile<F>> void addAll(ManifestReader<F> reader) {
    try (reader) {
      for (F file : reader) {
        add(file.location());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot close a manifest", failure);
    }
  }

  private void add(String location) {
    paths.add(path(location));
  }
}
