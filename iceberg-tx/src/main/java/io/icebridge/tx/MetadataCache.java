// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import io.icebridge.bridge.spi.WrapperException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/**
 * Table metadata by location. A metadata file never changes, so what is here is always right; the
 * least recently used go when there are too many.
 */
final class MetadataCache {

  private static final int LIMIT = 32;

  private final FileIO io;
  private final MetadataJson json = new MetadataJson();
  private final Map<String, TableMetadata> byLocation =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TableMetadata> eldest) {
          return size() > LIMIT;
        }
      };

  MetadataCache(FileIO io) {
    this.io = io;
  }

  synchronized TableMetadata get(String location) {
    TableMetadata known = byLocation.get(location);
    if (known == null) {
      known = read(location);
      byLocation.put(location, known);
    }
    return known;
  }

  /** Keeps metadata that was just written. */
  synchronized void put(TableMetadata metadata) {
    byLocation.put(metadata.metadataFileLocation(), metadata);
  }

  /** What reads and writes the files. */
  MetadataJson json() {
    return json;
  }

  private TableMetadata read(String location) {
    try {
      return json.read(io, location);
    } catch (NotFoundException missing) {
      throw WrapperException.of("58P01", "table metadata file \"" + location + "\" does not exist")
          .withDetail(
              "It was moved or deleted, or the table has been changed so often since this"
                  + " transaction began that the version it sees is gone.")
          .causedBy(missing);
    }
  }
}
