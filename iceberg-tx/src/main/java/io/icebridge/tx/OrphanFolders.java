// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Folders of tables that no catalog has: a crash came before the commit that would have made the
 * table, or after the one that dropped it.
 *
 * <p>A folder without metadata cannot be any table's, so in this database's own folder it is an
 * orphan once it is old. One with metadata might be a table of a database that was renamed or
 * restored, so all its metadata has to say that this database has made it.
 */
final class OrphanFolders {

  private static final Pattern BELOW_PREFIX =
      Pattern.compile("([^/]+)/[^/]+/[^/]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/");

  private final FileIO io;
  private final String prefix;
  private final String owner;

  /**
   * @param prefix of all tables' folders, with a slash at its end
   * @param owner what the property {@link TableDefaults#OWNER} of the database's tables is
   */
  OrphanFolders(FileIO io, String prefix, String owner) {
    this.io = io;
    this.prefix = prefix.startsWith("file:") ? ReferencedFiles.path(prefix) + "/" : prefix;
    this.owner = owner;
  }

  /**
   * Finds them.
   *
   * @param database the name of this database's folder
   * @param known where metadata is of tables that exist
   * @param olderThan folders with younger files may belong to a transaction that runs
   * @return their locations, with a slash at the end
   */
  List<String> find(String database, List<String> known, Instant olderThan) {
    Map<String, List<FileInfo>> folders = list();
    folders
        .values()
        .removeIf(
            files -> files.stream().anyMatch(f -> f.createdAtMillis() >= olderThan.toEpochMilli()));
    Set<String> described = new HashSet<>();
    known.forEach(location -> described.add(folderOf(ReferencedFiles.path(location))));
    folders.keySet().removeIf(described::contains);
    folders
        .entrySet()
        .removeIf(
            folder ->
                !isOurs(folder.getValue(), folder.getKey().startsWith(prefix + database + "/")));
    if (!folders.isEmpty()) {
      folders.keySet().removeIf(inUse(known)::contains);
    }
    return new ArrayList<>(folders.keySet());
  }

  /** The files below the prefix by the folder of a table that they are in. */
  private Map<String, List<FileInfo>> list() {
    if (!(io instanceof SupportsPrefixOperations listing)) {
      throw new UnsupportedOperationException("this storage cannot list files");
    }
    Map<String, List<FileInfo>> folders = new TreeMap<>();
    for (FileInfo file : listing.listPrefix(prefix)) {
      String folder = folderOf(file.location());
      if (folder != null) {
        folders.computeIfAbsent(folder, key -> new ArrayList<>()).add(file);
      }
    }
    return folders;
  }

  /** The folder made for a table that a path is in; null for any other. */
  private String folderOf(String path) {
    if (!path.startsWith(prefix)) {
      return null;
    }
    Matcher matcher = BELOW_PREFIX.matcher(path).region(prefix.length(), path.length());
    return matcher.lookingAt() ? prefix + matcher.group() : null;
  }

  private boolean isReadable(FileInfo file) {
    try (InputStream stream = io.newInputFile(file.location()).newStream()) {
      stream.readAllBytes();
      return true;
    } catch (IOException | RuntimeException failure) {
      return false;
    }
  }

  private boolean isOurs(List<FileInfo> files, boolean inOwnFolder) {
    boolean described = false;
    for (FileInfo file : files) {
      if (!isMetadata(file.location()) || file.size() == 0) {
        continue;
      }
      if (!isReadable(file)) {
        return false;
      }
      TableMetadata metadata;
      try {
        metadata = TableMetadataParser.read(io, file.location());
      } catch (RuntimeIOException incomplete) {
        // Its text is at fault: the crash came while it was written.
        continue;
      } catch (RuntimeException unknown) {
        return false;
      }
      described = true;
      if (!owner.equals(metadata.properties().get(TableDefaults.OWNER))) {
        return false;
      }
    }
    return described || inOwnFolder;
  }

  private static boolean isMetadata(String location) {
    return location.endsWith(".metadata.json") || location.endsWith(".metadata.json.gz");
  }

  /** Folders in which tables that exist have files, wherever their metadata is. */
  private Set<String> inUse(List<String> known) {
    Set<String> used = new HashSet<>();
    for (String location : known) {
      if (!location.startsWith("/") && !location.startsWith("file:")) {
        continue;
      }
      TableMetadata metadata;
      try {
        metadata = TableMetadataParser.read(io, location);
      } catch (NotFoundException nowhere) {
        continue;
      }
      used.add(folderOf(ReferencedFiles.path(metadata.location()) + "/"));
      for (String path : ReferencedFiles.of(io, metadata)) {
        used.add(folderOf(path));
      }
    }
    return used;
  }

  /** Deletes folders with all that is in them. */
  void delete(List<String> folders) {
    for (String folder : folders) {
      ((SupportsPrefixOperations) io).deletePrefix(folder);
    }
  }
}
