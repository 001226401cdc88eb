// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.io.FileIO;

/**
 * Says when, and how far, a commit merges manifests.
 *
 * <p>Iceberg packs manifests into bins of a size and merges each bin, except that it waits for
 * {@code commit.manifest.min-count-to-merge} of the newest. With small appends that has two flaws:
 * a manifest that has nearly the full size takes in the next small one at every commit, and so is
 * written anew by every commit; and the sizes are mostly headers, so that few appends fill a bin.
 * Hence merging is off here but for the commit at which enough manifests with few files have
 * gathered; these then are one bin, with at most as many bytes of older ones.
 *
 * <p>It is told to Iceberg by table properties, which have their own values again before the
 * metadata is written.
 */
final class ManifestMerging {

  /** Manifests of less than this many bytes are merged when there are four times as many. */
  private static final long MODEST = 64 << 10;

  private static final long MODEST_MERGED = 8 * MODEST;

  private static final String ENABLED = TableProperties.MANIFEST_MERGE_ENABLED;
  private static final String COUNT = TableProperties.MANIFEST_MIN_MERGE_COUNT;
  private static final String SIZE = TableProperties.MANIFEST_TARGET_SIZE_BYTES;

  private final Transaction transaction;
  private final Map<String, String> own = new HashMap<>();

  /** Sets the properties for the snapshot that the transaction makes next. */
  ManifestMerging(Transaction transaction) {
    this.transaction = transaction;
    Map<String, String> properties = transaction.table().properties();
    Snapshot snapshot = transaction.table().currentSnapshot();
    if (snapshot == null || "false".equals(properties.get(ENABLED))) {
      return;
    }
    long size = size(properties, snapshot, transaction.table().io());
    if (size == 0) {
      set(Map.of(ENABLED, "false"));
    } else {
      set(Map.of(COUNT, "2", SIZE, Long.toString(size)));
    }
  }

  /** Whether the next commit to this version of a table has manifests to merge. */
  static boolean isDue(TableMetadata table, FileIO io) {
    Snapshot snapshot = table.currentSnapshot();
    return snapshot != null
        && !"false".equals(table.properties().get(ENABLED))
        && size(table.properties(), snapshot, io) > 0;
  }

  private void set(Map<String, String> values) {
    UpdateProperties update = transaction.updateProperties();
    values.forEach(
        (name, value) -> {
          own.put(name, transaction.table().properties().get(name));
          update.set(name, value);
        });
    update.commit();
  }

  /** Gives the properties their own values. */
  void restore() {
    if (own.isEmpty()) {
      return;
    }
    UpdateProperties update = transaction.updateProperties();
    own.forEach(
        (name, value) -> {
          if (value == null) {
            update.remove(name);
          } else {
            update.set(name, value);
          }
        });
    update.commit();
  }

  /** Up to which size, in bytes, manifests are to be merged; 0 where it is not time for it. */
  private static long size(Map<String, String> properties, Snapshot snapshot, FileIO io) {
    int wanted = wanted(properties);
    return Math.max(
        size(snapshot.dataManifests(io), wanted), size(snapshot.deleteManifests(io), wanted));
  }

  private static long size(List<ManifestFile> manifests, int wanted) {
    int small = 0;
    int modest = 0;
    long bytes = 0;
    long longest = 0;
    for (ManifestFile manifest : manifests) {
      if (files(manifest) < wanted) {
        small++;
        bytes += manifest.length();
        longest = Math.max(longest, manifest.length());
      }
      if (manifest.length() < MODEST) {
        modest++;
      }
    }
    // The commit adds one more.
    if (small + 1 >= wanted) {
      return bytes + 2 * longest;
    }
    return modest + 1 >= 4 * wanted ? MODEST_MERGED : 0;
  }

  private static int wanted(Map<String, String> properties) {
    String value = properties.get(COUNT);
    return value == null
        ? TableProperties.MANIFEST_MIN_MERGE_COUNT_DEFAULT
        : Integer.parseInt(value);
  }

  /** Manifests of old writers may lack the counts; they then count as large. */
  private static int files(ManifestFile manifest) {
    Integer added = manifest.addedFilesCount();
    Integer existing = manifest.existingFilesCount();
    return added == null || existing == null ? Integer.MAX_VALUE : added + existing;
  }
}
