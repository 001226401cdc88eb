// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.TableProperties;

/** Table properties that tables made here have unless they are given. */
public final class TableDefaults {

  /**
   * The most snapshots that the metadata keeps, besides those that tags and branches need: where
   * there are more, a commit forgets the oldest. 0 keeps all. The metadata is one file that every
   * commit writes anew, so their number decides what a commit costs.
   */
  public static final String MAX_SNAPSHOTS = "icebridge.snapshots.max-count";

  /**
   * Set to {@code true} for a table whose folder was made for it alone. Dropping it then deletes
   * the folder with all that is in it, and not only the files that its metadata names.
   */
  public static final String OWNS_LOCATION = "icebridge.location.owned";

  /**
   * Which database has made the table's folder, of those that {@link #OWNS_LOCATION}. When no
   * catalog has the table, only that database may delete it.
   */
  public static final String OWNER = "icebridge.location.owner";

  /**
   * For how many milliseconds files of snapshots that {@link #MAX_SNAPSHOTS} made forgotten, and of
   * old versions of the metadata, are kept for those who may still read them.
   */
  public static final String KEEP_OBSOLETE = "icebridge.obsolete.keep-ms";

  /**
   * The uncompressed bytes of a page. Iceberg's own 1 MiB means more to unpack for a lookup of a
   * few rows and gains nothing for scans, as less of it fits the processor's caches.
   */
  static final long PAGE_SIZE = 256 << 10;

  static final long KEEP_OBSOLETE_DEFAULT = 300_000;

  private TableDefaults() {}

  static Map<String, String> with(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>();
    all.put(TableProperties.FORMAT_VERSION, "2");
    all.put(TableProperties.PARQUET_PAGE_SIZE_BYTES, Long.toString(PAGE_SIZE));
    all.put(MAX_SNAPSHOTS, "100");
    all.put(TableProperties.MANIFEST_MIN_MERGE_COUNT, "32");
    all.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "50");
    all.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    all.putAll(properties);
    return all;
  }
}
