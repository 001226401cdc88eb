// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.Wrapper;
import io.icebridge.bridge.spi.WrapperException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The wrappers and tables this backend has met. */
final class Wrappers {

  /**
   * A wrapper instance serves one server and one user mapping as long as their definitions stay the
   * same. Users take turns (views, SET ROLE), so each mapping has an instance of its own.
   */
  private record OpenServer(String className, String classPath, JsonNode server, Wrapper wrapper) {

    // Not the generated equals(): linking it costs a session's first query some 30 ms.
    boolean serves(String otherClass, String otherPath, JsonNode otherServer) {
      return isOf(otherClass, otherPath, otherServer)
          && server.get("userMapping").equals(otherServer.get("userMapping"));
    }

    /** Whether the definition is that of the server, whatever the user mapping is. */
    boolean isOf(String otherClass, String otherPath, JsonNode otherServer) {
      return Objects.equals(className, otherClass)
          && Objects.equals(classPath, otherPath)
          && server.get("options").equals(otherServer.get("options"))
          && server.get("wrapperOptions").equals(otherServer.get("wrapperOptions"));
    }
  }

  private record OpenTable(JsonNode relation, TableDefinition definition, Table table) {}

  private final Definitions definitions;
  private final Map<String, ClassLoader> loaders = new HashMap<>();
  private final Map<Long, List<OpenServer>> servers = new HashMap<>();
  private final Map<Long, OpenTable> tables = new HashMap<>();

  Wrappers(Definitions definitions) {
    this.definitions = definitions;
  }

  /** A new instance of the class a message names, for checks that need no server. */
  Wrapper create(JsonNode message) {
    String className = text(message, "wrapper");
    if (className == null) {
      throw WrapperException.of(
              SqlState.FDW_OPTION_NAME_NOT_FOUND, "option \"wrapper\" is required for a server")
          .withHint("Name the Java class: OPTIONS (wrapper 'com.example.MyWrapper').");
    }
    return instantiate(className, text(message, "classpath"));
  }

  /** The wrapper of a message's server. */
  Wrapper of(JsonNode message) {
    JsonNode server = message.get("server");
    String className = text(message, "wrapper");
    String classPath = text(message, "classpath");
    Long oid = server.get("oid").asLong();
    List<OpenServer> opened = servers.get(oid);
    List<OpenServer> kept = new ArrayList<>();
    if (opened != null) {
      for (OpenServer open : opened) {
        if (open.serves(className, classPath, server)) {
          return open.wrapper();
        }
        if (open.isOf(className, classPath, server)) {
          kept.add(open);
        }
      }
    }
    OpenServer open = new OpenServer(className, classPath, server, create(message));
    kept.add(open);
    servers.put(oid, kept);
    return open.wrapper();
  }

  TableDefinition definition(JsonNode relation) {
    OpenTable open = tables.get(relation.get("oid").asLong());
    return open != null && open.relation().equals(relation)
        ? open.definition()
        : definitions.table(relation);
  }

  /** The table a message describes; opened again only where its description has changed. */
  Table table(JsonNode relation) {
    long oid = relation.get("oid").asLong();
    OpenTable open = tables.get(oid);
    if (open == null || !open.relation().equals(relation)) {
      TableDefinition definition = definitions.table(relation);
      open = new OpenTable(relation, definition, of(relation).table(definition));
      tables.put(oid, open);
    }
    return open.table();
  }

  private Wrapper instantiate(String className, String classPath) {
    Class<?> type;
    try {
      type = Class.forName(className, true, loader(classPath));
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      throw WrapperException.of(
              SqlState.FDW_INVALID_ATTRIBUTE_VALUE,
              "could not find Java class \"" + className + "\"")
          .withDetail(
              classPath == null
                  ? "The server has no option \"classpath\"."
                  : "The class path is \"" + classPath + "\".")
          .withHint("Check the options \"wrapper\" and \"classpath\" of the server.")
          .causedBy(e);
    }
    if (!Wrapper.class.isAssignableFrom(type)) {
      throw WrapperException.of(
              SqlState.FDW_INVALID_ATTRIBUTE_VALUE,
              "Java class \"" + className + "\" is not a foreign-data wrapper")
          .withHint("It must implement " + Wrapper.class.getName() + ".");
    }
    try {
      return (Wrapper) type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw notMade(className, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw notMade(className, e);
    }
  }

  private static WrapperException notMade(String className, Throwable cause) {
    return WrapperException.of(
            SqlState.FDW_ERROR, "could not make an instance of Java class \"" + className + "\"")
        .withDetail(cause.toString())
        .withHint("It must be public, with a public constructor without arguments that succeeds.")
        .causedBy(cause);
  }

  /** The loader of a class path (files and folders separated by {@code :}), or our own. */
  private ClassLoader loader(String classPath) {
    ClassLoader own = Wrappers.class.getClassLoader();
    if (classPath == null) {
      return own;
    }
    return loaders.computeIfAbsent(classPath, path -> new URLClassLoader(urls(path), own));
  }

  private static URL[] urls(String classPath) {
    String[] parts = classPath.split(":");
    URL[] urls = new URL[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Path path = Path.of(parts[i]);
      if (!Files.exists(path)) {
        throw WrapperException.of(
                SqlState.UNDEFINED_FILE, "there is no file or folder \"" + parts[i] + "\"")
            .withDetail("The option \"classpath\" is \"" + classPath + "\".")
            .withHint("Separate several paths by colons.");
      }
      try {
        urls[i] = path.toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
    return urls;
  }

  private static String text(JsonNode message, String member) {
    JsonNode node = message.path(member);
    return node.isTextual() ? node.asText() : null;
  }
}
