// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.Objects;

/**
 * Where a new table's files shall be.
 *
 * @param location the folder the user gave; null where a folder below the prefix is to be chosen
 * @param prefix the administrator's folder for tables without a location; empty where there is none
 * @param database the name of the database
 * @param owner what tells this database from any other, of other servers too, whatever its name
 */
public record TablePlace(String location, String prefix, String database, String owner) {

  public TablePlace {
    Objects.requireNonNull(prefix, "prefix is null");
    Objects.requireNonNull(database, "database is null");
    Objects.requireNonNull(owner, "owner is null");
  }
}
