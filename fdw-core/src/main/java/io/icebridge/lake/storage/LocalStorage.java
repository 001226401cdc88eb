// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.storage;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Files of the database server's own file system.
 *
 * <p>A name that starts with a dot or an underscore and was not spelled out in the pattern is left
 * out, as Hive and Spark do: such are their markers and unfinished files. Names with an equals sign
 * are partition folders and are kept.
 */
public final class LocalStorage implements Storage {

  @Override
  public List<DataFile> list(String location) {
    String path = location.startsWith("file://") ? location.substring(7) : location;
    if (!Glob.isPattern(path)) {
      return List.of(single(path));
    }
    List<DataFile> files = new ArrayList<>();
    for (String alternative : Glob.expandBraces(path)) {
      walk(alternative, files);
    }
    if (files.isEmpty()) {
      throw WrapperException.of(
          SqlState.UNDEFINED_FILE, "no file matches the path \"" + location + "\"");
    }
    files.sort(NaturalOrder.BY_PATH);
    withoutRepetition(files);
    return files;
  }

  @Override
  public boolean isFolder(String location) {
    String path = location.startsWith("file://") ? location.substring(7) : location;
    try {
      return Files.isDirectory(Path.of(path));
    } catch (InvalidPathException failure) {
      throw failure(path, failure);
    }
  }

  private static DataFile single(String path) {
    try {
      Path file = Path.of(path);
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        throw WrapperException.of(SqlState.UNDEFINED_FILE, "\"" + path + "\" is a directory")
            .withHint("To read all files in it, append \"/*\" or \"/**\".");
      }
      return describe(path, attributes);
    } catch (IOException | InvalidPathException failure) {
      throw failure(path, failure);
    }
  }

  private static void walk(String pattern, List<DataFile> files) {
    int slash = pattern.lastIndexOf('/', Glob.firstWildcard(pattern));
    String root = slash == 0 ? "/" : pattern.substring(0, slash);
    String[] segments = pattern.substring(slash + 1).split("/");
    Glob[] globs = new Glob[segments.length];
    for (int i = 0; i < segments.length; i++) {
      globs[i] = new Glob(segments[i]);
    }
    try {
      descend(Path.of(root), globs, 0, files);
    } catch (IOException | InvalidPathException failure) {
      throw failure(root, failure);
    }
  }

  private static void descend(Path folder, Glob[] globs, int level, List<DataFile> files)
      throws IOException {
    Glob glob = globs[level];
    boolean last = level == globs.length - 1;
    if (glob.isAnyFolders() && !last) {
      descend(folder, globs, level + 1, files);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Thread.interrupted()) {
          throw WrapperException.of(
              SqlState.QUERY_CANCELED, "canceling statement due to user request");
        }
        if (!glob.matches(entry.getFileName().toString())) {
          continue;
        }
        BasicFileAttributes attributes;
        try {
          attributes = Files.readAttributes(entry, BasicFileAttributes.class);
        } catch (NoSuchFileException vanished) {
          continue;
        }
        if (attributes.isDirectory()) {
          if (glob.isAnyFolders()) {
            descend(entry, globs, level, files);
          } else if (!last) {
            descend(entry, globs, level + 1, files);
          }
        } else if (last) {
          files.add(describe(entry.toString(), attributes));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException nothingHere) {
      // A folder named in one branch of the pattern need not exist in every branch.
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
  }

  private static DataFile describe(String path, BasicFileAttributes attributes) {
    return new DataFile(
        path,
        attributes.size(),
        attributes.fileKey() + "/" + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
  }

  private static void withoutRepetition(List<DataFile> sorted) {
    for (int i = sorted.size() - 1; i > 0; i--) {
      if (sorted.get(i).path().equals(sorted.get(i - 1).path())) {
        sorted.remove(i);
      }
    }
  }

  private static WrapperException failure(String path, Exception failure) {
    if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException) {
      return WrapperException.of(
          SqlState.UNDEFINED_FILE,
          "could not open file \"" + path + "\": No such file or directory");
    }
    if (failure instanceof AccessDeniedException) {
      return WrapperException.of(
              SqlState.INSUFFICIENT_PRIVILEGE,
              "could not open file \"" + path + "\": Permission denied")
          .withHint("The operating system user that runs PostgreSQL must be able to read it.");
    }
    return WrapperException.of(
            SqlState.IO_ERROR, "could not read \"" + path + "\": " + failure.getMessage())
        .causedBy(failure);
  }
}
