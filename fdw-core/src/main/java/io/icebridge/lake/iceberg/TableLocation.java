// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TablePlace;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.tx.LocalFileIO;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;

/**
 * The folder of a new table.
 *
 * @param location without a slash at the end
 * @param owned whether the folder was made for this table alone
 */
record TableLocation(String location, boolean owned) {

  /**
   * The folder the user gave, or one below the administrator's prefix: {@code
   * prefix/database/schema/table/unique-id}.
   *
   * @throws WrapperException where there is neither, or another table lives there
   */
  static TableLocation of(TableDefinition table, TablePlace place) {
    return place.location() == null ? below(table, place) : given(place.location());
  }

  private static TableLocation below(TableDefinition table, TablePlace place) {
    if (place.prefix().isEmpty()) {
      throw WrapperException.of(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "there is no location for Iceberg table \"" + table.name() + "\"")
          .withHint(
              "Have an administrator set icebridge.default_location_prefix, or create the table"
                  + " WITH (location = '…').");
    }
    String location =
        String.join(
            "/",
            withoutSlash(place.prefix()),
            encoded(place.database()),
            encoded(table.schema()),
            encoded(table.name()),
            UUID.randomUUID().toString());
    FilePaths.path(location);
    return new TableLocation(location, true);
  }

  private static TableLocation given(String given) {
    String location = withoutSlash(given);
    FilePaths.path(location);
    if (Files.exists(LocalFileIO.path(location + "/metadata"))) {
      throw WrapperException.of(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "there is a table at location \"" + location + "\" already")
          .withHint(
              "Choose another location, read that table with a foreign table that has the option"
                  + " metadata_location, or make it one of this database with icebridge.attach().");
    }
    return new TableLocation(location, false);
  }

  /** The folder of a database below a prefix. */
  static String folderName(String database) {
    return encoded(database);
  }

  static String withoutSlash(String location) {
    return location.replaceFirst("(?<=[^/])/+$", "");
  }

  /** A name as one part of a path or URI. */
  private static String encoded(String name) {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return encoded.startsWith(".") ? "%2E" + encoded.substring(1) : encoded;
  }
}
