// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import io.icebridge.bridge.host.Host;
import io.icebridge.bridge.spi.SchemaImporter;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.engine.Engine;
import io.icebridge.lake.format.FileFormat;
import io.icebridge.lake.format.LakeOptions;
import io.icebridge.lake.format.TableOptions;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.storage.Storage;
import io.icebridge.lake.type.ColumnNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tables IMPORT FOREIGN SCHEMA makes: one of each data file of a folder, one of each sub-folder
 * with files of one format, and one of all partition folders ({@code key=value}) together. A
 * pattern's files are a table each.
 */
public final class FolderImport {

  /** A name that PostgreSQL has cut may have been longer. */
  private static final int LONGEST_NAME = 63;

  private static final List<String> COMPRESSED = List.of(".gz", ".zst");

  private final Engine engine;
  private final Storage storage;
  private final SchemaImporter.Request request;
  private final FileFormat wanted;
  private final List<String> names = new ArrayList<>();
  private final List<SchemaImporter.ImportedTable> tables = new ArrayList<>();

  /** The import a user asks for. */
  public FolderImport(Engine engine, Storage storage, SchemaImporter.Request request) {
    this.engine = engine;
    this.storage = storage;
    this.request = request;
    String format = request.options().get(LakeOptions.FORMAT);
    this.wanted = format == null ? null : TableOptions.format(format);
  }

  /** The tables with their columns, in the natural order of the files. */
  public List<SchemaImporter.ImportedTable> tables() {
    String path = request.options().get(LakeOptions.PATH);
    try {
      for (String location : TableOptions.paths(path == null ? request.schema() : path)) {
        addAll(location);
      }
    } catch (WrapperException failure) {
      boolean cut =
          path == null
              && failure.sqlState().equals(SqlState.UNDEFINED_FILE)
              && request.schema().getBytes(StandardCharsets.UTF_8).length == LONGEST_NAME;
      throw cut
          ? failure.withHint(
              "PostgreSQL cuts names after 63 bytes. Give a longer path as OPTIONS (path '…').")
          : failure;
    }
    return tables;
  }

  private void addAll(String location) {
    if (!storage.isFolder(location)) {
      for (DataFile file : storage.list(location)) {
        addFile(file.path());
      }
      return;
    }
    String folder = location.replaceFirst("^file://", "").replaceFirst("/+$", "");
    Map<String, List<String>> folders = new LinkedHashMap<>();
    for (DataFile file : storage.list(literally(folder) + "/**")) {
      String inside = file.path().substring(folder.length() + 1);
      int slash = inside.indexOf('/');
      if (slash < 0) {
        addFile(file.path());
      } else {
        String first = inside.substring(0, slash);
        folders
            .computeIfAbsent(first.contains("=") ? "" : first, key -> new ArrayList<>())
            .add(file.path());
      }
    }
    folders.forEach((name, files) -> addFolder(folder, name, files));
  }

  private void addFile(String path) {
    FileFormat format = formatOf(path);
    if (format != null) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      add(name.substring(0, name.length() - suffix(name).length()), format, literally(path), false);
    }
  }

  /** A sub-folder, or all partition folders where its name is empty. */
  private void addFolder(String parent, String name, List<String> files) {
    String folder = literally(parent) + (name.isEmpty() ? "/*=*" : "/" + literally(name));
    String table = name.isEmpty() ? parent.substring(parent.lastIndexOf('/') + 1) : name;
    FileFormat format = null;
    boolean partitioned = false;
    List<String> patterns = new ArrayList<>();
    for (String file : files) {
      FileFormat found = formatOf(file);
      if (found == null) {
        continue;
      }
      if (format != null && format != found) {
        if (isSelected(table)) {
          Host.log(
              Host.Level.WARNING,
              "folder \"" + folder + "\" is left out: it has files of several formats");
        }
        return;
      }
      format = found;
      partitioned |= file.substring(parent.length(), file.lastIndexOf('/')).contains("=");
      String pattern = folder + "/**/*" + literally(suffix(file));
      if (!patterns.contains(pattern)) {
        patterns.add(pattern);
      }
    }
    if (format != null) {
      add(table, format, TableOptions.path(patterns), partitioned);
    }
  }

  private void add(String wish, FileFormat format, String path, boolean partitioned) {
    String name = ColumnNames.unique(wish, names);
    names.add(name);
    if (!isSelected(name)) {
      return;
    }
    Map<String, String> options = TableOptions.fitting(request.options(), format);
    options.put(LakeOptions.PATH, path);
    if (wanted != null) {
      options.put(LakeOptions.FORMAT, format.label());
    }
    if (partitioned) {
      options.putIfAbsent(LakeOptions.HIVE_PARTITIONING, "true");
    }
    TableDefinition definition =
        new TableDefinition(0, "", name, request.server(), options, List.of());
    tables.add(
        new SchemaImporter.ImportedTable(
            name, new LakeTable(engine, storage, definition).inferColumns(), options));
  }

  private boolean isSelected(String name) {
    return switch (request.selection()) {
      case ALL -> true;
      case LIMIT_TO -> request.tables().contains(name);
      case EXCEPT -> !request.tables().contains(name);
    };
  }

  /** The format of a file that is imported; null for one that is not. */
  private FileFormat formatOf(String path) {
    FileFormat format = FileFormat.ofPath(path);
    if (wanted == null) {
      return format;
    }
    return format == null || format == wanted ? wanted : null;
  }

  /** What tells a file's format and compression; empty where nothing does. */
  private static String suffix(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (FileFormat.ofPath(name) == null) {
      return "";
    }
    int last = name.lastIndexOf('.');
    boolean compressed = COMPRESSED.contains(name.substring(last).toLowerCase(Locale.ROOT));
    return name.substring(compressed ? name.lastIndexOf('.', last - 1) : last);
  }

  /** A pattern that matches that path alone. */
  private static String literally(String path) {
    return path.replaceAll("[*?\\[{]", "[$0]");
  }
}
