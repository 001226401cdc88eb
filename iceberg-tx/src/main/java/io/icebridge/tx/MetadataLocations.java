// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.UUID;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.LocationUtil;

/** Where a table's metadata files lie, named as Iceberg's catalogs name them. */
final class MetadataLocations {

  private MetadataLocations() {}

  /** A file in the table's metadata folder. */
  static String in(TableMetadata metadata, String name) {
    String folder = metadata.properties().get(TableProperties.WRITE_METADATA_LOCATION);
    return folder == null
        ? LocationUtil.stripTrailingSlash(metadata.location()) + "/metadata/" + name
        : LocationUtil.stripTrailingSlash(folder) + "/" + name;
  }

  /**
   * The location of the next metadata file.
   *
   * @param previous the newest one; null for a table's first
   */
  static String next(TableMetadata metadata, String previous) {
    int version = previous == null ? 0 : version(previous) + 1;
    String extension =
        TableMetadataParser.getFileExtension(
            metadata.property(
                TableProperties.METADATA_COMPRESSION,
                TableProperties.METADATA_COMPRESSION_DEFAULT));
    String number = Integer.toString(version);
    String padded = "0".repeat(Math.max(0, 5 - number.length())) + number;
    return in(metadata, padded + "-" + UUID.randomUUID() + extension);
  }

  /** The number a metadata file's name begins with (also {@code v7.metadata.json}); -1 for none. */
  static int version(String location) {
    int start = location.lastIndexOf('/') + 1;
    if (location.startsWith("v", start)) {
      start++;
    }
    int end = start;
    while (end < location.length() && Character.digit(location.charAt(end), 10) >= 0) {
      end++;
    }
    return end == start || end - start > 9 ? -1 : Integer.parseInt(location.substring(start, end));
  }
}
