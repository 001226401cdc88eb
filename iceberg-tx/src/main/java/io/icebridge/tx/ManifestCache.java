// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.LiveEntries;
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

  /** What a delete file takes in memory; its statistics are those of two columns. */
  private static final long DELETE_FILE_BYTES = 2_000;

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

  /**
   * The live files of several manifests of data files, in their order. Those that are not here yet
   * are decoded by several threads.
   */
  synchronized List<List<DataFile>> data(
      List<ManifestFile> manifests, Map<Integer, PartitionSpec> specs) {
    List<ManifestFile> unknown = new ArrayList<>();
    for (ManifestFile manifest : manifests) {
      if (!byPath.containsKey(manifest.path())) {
        unknown.add(manifest);
      }
    }
    DataManifests reader = new DataManifests(io, specs);
    Entry[] decoded = new Entry[unknown.size()];
    ManifestDecoding.each(decoded.length, i -> decoded[i] = decode(unknown.get(i), reader));
    Map<String, Entry> fresh = new HashMap<>();
    for (int i = 0; i < decoded.length; i++) {
      fresh.put(unknown.get(i).path(), decoded[i]);
      keep(unknown.get(i).path(), decoded[i]);
    }
    List<List<DataFile>> files = new ArrayList<>(manifests.size());
    for (ManifestFile manifest : manifests) {
      Entry entry = fresh.get(manifest.path());
      files.add(files(entry == null ? entry(manifest, specs) : entry));
    }
    return files;
  }

  @SuppressWarnings("unchecked")
  private static List<DataFile> files(Entry entry) {
    return (List<DataFile>) entry.files;
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
    Entry entry =
        switch (manifest.content()) {
          case DATA -> decode(manifest, new DataManifests(io, specs));
          case DELETES -> deletes(ManifestFiles.readDeleteManifest(manifest, io, specs));
        };
    keep(manifest.path(), entry);
    return entry;
  }

  private void keep(String path, Entry entry) {
    if (entry.bytes <= limit) {
      byPath.put(path, entry);
      bytes += entry.bytes;
      evict();
    }
  }

  private void evict() {
    var eldest = byPath.values().iterator();
    while (bytes > limit && eldest.hasNext()) {
      bytes -= eldest.next().bytes;
      eldest.remove();
    }
  }

  /** Reads a manifest of data files; safe from any thread. */
  private static Entry decode(ManifestFile manifest, DataManifests reader) {
    List<DataFile> files = new ArrayList<>();
    SharedIds ids = new SharedIds();
    long[] bytes = new long[1];
    reader.each(
        manifest,
        file -> {
          PackedFile packed = new PackedFile(file, ids);
          files.add(packed);
          bytes[0] += packed.bytes();
        });
    return new Entry(files, bytes[0]);
  }

  private static Entry deletes(ManifestReader<DeleteFile> reader) {
    List<DeleteFile> files = new ArrayList<>();
    LiveEntries.each(reader, file -> files.add(file.copy()));
    return new Entry(files, files.size() * DELETE_FILE_BYTES);
  }
}
