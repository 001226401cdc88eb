// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.MetadataWithSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Reads and writes metadata files. Nine tenths of one are snapshots that the version before had as
 * well: where the bytes of these are the same, only what is new is parsed or formatted.
 */
final class MetadataJson {

  /** Each takes as much memory as its metadata file. */
  private static final int TABLES = 4;

  // A quote within a string is escaped, so these are nowhere but between values.
  private static final byte[] BEFORE = bytes("\"snapshots\":[");
  private static final byte[] BEHIND = bytes("],\"statistics\":[");

  /** The last version of a table: the bytes of its snapshots, and these. */
  private record Known(byte[] json, int start, int end, List<Snapshot> snapshots) {}

  private final Map<String, Known> byFolder = new HashMap<>();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  synchronized TableMetadata read(FileIO io, String location) {
    if (compressed(location)) {
      return TableMetadataParser.read(io, location);
    }
    byte[] json;
    try (SeekableInputStream stream = io.newInputFile(location).newStream()) {
      json = stream.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + location, failure);
    }
    int start = behind(json, BEFORE);
    TableMetadata metadata = start < 0 ? null : continued(location, json, start);
    if (metadata == null) {
      metadata = TableMetadataParser.fromJson(location, text(json, 0, json.length));
    }
    remember(location, json, metadata);
    return metadata;
  }

  static boolean compressed(String location) {
    return TableMetadataParser.Codec.fromFileName(location) != TableMetadataParser.Codec.NONE;
  }

  /** Metadata that begins with the snapshots that are known; null where it does not. */
  private TableMetadata continued(String location, byte[] json, int start) {
    Known known = byFolder.get(folder(location));
    if (known == null || !begins(json, start, known)) {
      return null;
    }
    int rest = start + known.end - known.start;
    if (json[rest++] != ',') {
      return null;
    }
    try {
      TableMetadata newer =
          TableMetadataParser.fromJson(
              location, text(json, 0, start) + text(json, rest, json.length));
      List<Snapshot> snapshots = new ArrayList<>(known.snapshots);
      snapshots.addAll(newer.snapshots());
      return MetadataWithSnapshots.of(newer, List.copyOf(snapshots));
    } catch (IllegalArgumentException refers) {
      // A tag or a branch needs one of the older snapshots.
      return null;
    }
  }

  /**
   * The content of a metadata file, without blanks and line breaks.
   *
   * @param location where it will be
   */
  synchronized byte[] write(TableMetadata metadata, String location) {
    byte[] json = format(metadata, byFolder.get(folder(location)));
    remember(location, json, metadata);
    return json;
  }

  private static byte[] format(TableMetadata metadata, Known known) {
    int old = known == null ? 0 : known.snapshots.size();
    if (old > 0
        && metadata.snapshots().size() > old
        && same(known.snapshots, metadata.snapshots())) {
      try {
        List<Snapshot> added = metadata.snapshots().subList(old, metadata.snapshots().size());
        byte[] json = format(MetadataWithSnapshots.of(metadata, List.copyOf(added)));
        return insert(json, behind(json, BEFORE), known);
      } catch (IllegalArgumentException refers) {
        // As above.
        return format(metadata);
      }
    }
    return format(metadata);
  }

  /** Whether the snapshots in a file, from {@code start}, begin with those that are known. */
  private static boolean begins(byte[] json, int start, Known known) {
    int end = start + known.end - known.start;
    return start >= 0
        && end < json.length
        && Arrays.equals(known.json, known.start, known.end, json, start, end);
  }

  private static boolean same(List<Snapshot> known, List<Snapshot> snapshots) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i) != snapshots.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] insert(byte[] json, int start, Known known) {
    int length = known.end - known.start;
    byte[] whole = Arrays.copyOf(json, json.length + length + 1);
    System.arraycopy(known.json, known.start, whole, start, length);
    whole[start + length] = ',';
    System.arraycopy(json, start, whole, start + length + 1, json.length - start);
    return whole;
  }

  private static byte[] format(TableMetadata metadata) {
    return TableMetadataParser.toJson(metadata).getBytes(StandardCharsets.UTF_8);
  }

  private void remember(String location, byte[] json, TableMetadata metadata) {
    int start = behind(json, BEFORE);
    Known known = byFolder.get(folder(location));
    int old = known != null && begins(json, start, known) ? known.end - known.start : 0;
    int end = start < 0 ? -1 : indexOf(json, BEHIND, start + old);
    if (end >= 0 && !metadata.snapshots().isEmpty()) {
      if (known == null && byFolder.size() >= TABLES) {
        byFolder.clear();
      }
      byFolder.put(folder(location), new Known(json, start, end, metadata.snapshots()));
    }
  }

  private static String folder(String location) {
    return location.substring(0, location.lastIndexOf('/') + 1);
  }

  private static String text(byte[] json, int from, int to) {
    return new String(json, from, to - from, StandardCharsets.UTF_8);
  }

  private static int behind(byte[] json, byte[] wanted) {
    int index = indexOf(json, wanted, 0);
    return index < 0 ? -1 : index + wanted.length;
  }

  private static int indexOf(byte[] json, byte[] wanted, int from) {
    for (int i = from; i <= json.length - wanted.length; i++) {
      if (json[i] == wanted[0]
          && Arrays.equals(json, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
