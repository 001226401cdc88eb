// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.io.FileIO;

/**
 * The live files of manifests, by the manifests' paths, in decoded form and with all statistics:
 * reading a manifest again costs more than planning a scan. The least recently used go when those
 * kept are estimated to take more than the limit.
 */
final class ManifestCache {

  /** What an entry takes in memory is about this many times what it takes in its file. */
  private static final long GROWTH = 10;

  private record Entry(List<? extends ContentFile<?>> files, long bytes) {}

  private final FileIO io;
  private final long limit;
  private final Map<String, Entry> byPath = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /**
   * @param limit in bytes, estimated
   */
  ManifestCache(FileIO io, long limit) {
    this.io = io;
    this.limit = limit;
  }

  @SuppressWarnings("unchecked")
  List<DataFile> data(ManifestFile manifest, Map<Integer, PartitionSpec> specs) {
    return (List<DataFile>) entry(manifest, specs).files;
  }

  @SuppressWarnings("unchecked")
  List<DeleteFile> deletes(ManifestFile manifest, Map<Integer, PartitionSpec> specs) {
    return (List<DeleteFile>) entry(manifest, specs).files;
  }

  private synchronized Entry entry(ManifestFile manifest, Map<Integer, PartitionSpec> specs) {
    Entry known = byPath.get(manifest.path());
    if (known != null) {
      return known;
    }
    List<? extends ContentFile<?>> files =
        switch (manifest.content()) {
          case DATA -> read(ManifestFiles.read(manifest, io, specs));
          case DELETES -> read(ManifestFiles.readDeleteManifest(manifest, io, specs));
        };
    Entry entry = new Entry(files, manifest.length() * GROWTH);
    if (entry.bytes <= limit) {
      byPath.put(manifest.path(), entry);
      bytes += entry.bytes;
      evict();
    }
    return entry;
  }

  private void evict() {
    var eldest = byPath.values().iterator();
    while (bytes > limit && eldest.hasNext()) {
      bytes -= eldest.next().bytes;
      eldest.remove();
    }
  }

  private static <F extends ContentFile<F>> List<F> read(ManifestReader<F> reader) {
    List<F> files = new ArrayList<>();
    try (reader) {
      // The iterator gives live files only, each a copy.
      for (F file : reader) {
        files.add(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot close a manifest", failure);
    }
    return files;
  }
}
