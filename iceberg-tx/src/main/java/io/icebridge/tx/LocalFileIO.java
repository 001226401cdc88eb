// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Files of the database server's own file system as Iceberg's {@code FileIO}.
 *
 * <p>Differs from Iceberg's {@code HadoopFileIO}, which it would otherwise use for local paths, in
 * that it needs no Hadoop: no configuration, no checksum files beside the data, no half a second of
 * class loading. A location is an absolute path or a {@code file:} URI; the location of a file that
 * was written is told as it was given.
 *
 * <p>Has a constructor without arguments, so that a catalog can make it by its class name. Safe for
 * use by many threads.
 */
public final class LocalFileIO
    implements SupportsPrefixOperations, SupportsBulkOperations, DurableFileIO {

  private static final long serialVersionUID = 1L;

  @Override
  public void initialize(Map<String, String> properties) {
    // Local files need no settings.
  }

  @Override
  public Map<String, String> properties() {
    return Map.of();
  }

  @Override
  public InputFile newInputFile(String location) {
    return new LocalInputFile(location, path(location));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new LocalOutputFile(location, path(location));
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.delete(path(location));
    } catch (NoSuchFileException missing) {
      throw new NotFoundException(missing, "cannot delete %s: it does not exist", location);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot delete " + location, failure);
    }
  }

  @Override
  public void deleteFiles(Iterable<String> locations) {
    int failures = 0;
    for (String location : locations) {
      try {
        Files.deleteIfExists(path(location));
      } catch (IOException failure) {
        failures++;
      }
    }
    if (failures > 0) {
      throw new BulkDeletionFailureException(failures);
    }
  }

  @Override
  public Pending sync(Collection<String> locations, String below) {
    Path highest = path(below);
    Set<Path> paths = new LinkedHashSet<>();
    for (String location : locations) {
      Path file = path(location);
      paths.add(file);
      for (Path folder = file.getParent();
          folder != null && paths.add(folder) && !folder.equals(highest);
          folder = folder.getParent()) {
        // The next folder up has this one's name.
      }
    }
    return DiskSync.begin(paths);
  }

  @Override
  public Iterable<FileInfo> listPrefix(String prefix) {
    Path start = path(prefix);
    // A prefix need not end at a folder, so look from the last one that is whole.
    Path folder = Files.isDirectory(start) ? start : start.getParent();
    List<FileInfo> files = new ArrayList<>();
    if (folder == null || !Files.isDirectory(folder)) {
      return files;
    }
    boolean whole = folder.equals(start);
    String wanted = start.toString();
    String scheme = prefix.startsWith("file:") ? schemeOf(prefix) : "";
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && (whole || file.toString().startsWith(wanted))) {
                files.add(
                    new FileInfo(
                        scheme + file,
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis()));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                // Deleted by someone else meanwhile.
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot list " + prefix, failure);
    }
    return files;
  }

  @Override
  public void deletePrefix(String prefix) {
    for (FileInfo file : listPrefix(prefix)) {
      try {
        Files.deleteIfExists(path(file.location()));
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot delete " + file.location(), failure);
      }
    }
    deleteEmptyFolders(path(prefix).toFile());
  }

  private static void deleteEmptyFolders(File folder) {
    File[] entries = folder.listFiles();
    if (entries == null) {
      return;
    }
    for (File entry : entries) {
      deleteEmptyFolders(entry);
    }
    // Fails where something is left in it, which then is to stay.
    folder.delete();
  }

  /**
   * The path behind a location.
   *
   * @throws IllegalArgumentException for another scheme than {@code file}, and for relative paths
   */
  public static Path path(String location) {
    String path =
        location.startsWith("file:") ? location.substring(schemeOf(location).length()) : location;
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute local path: " + location);
    }
    return Path.of(path);
  }

  /** Java writes {@code file:/a}, everyone else {@code file:///a}. */
  private static String schemeOf(String location) {
    return location.startsWith("file://") ? "file://" : "file:";
  }
}
