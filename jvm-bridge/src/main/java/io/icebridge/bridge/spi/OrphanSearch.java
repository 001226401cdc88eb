// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Which folders of tables nobody owns are looked for.
 *
 * @param prefix the administrator's folder for tables, not empty
 * @param database the name of the database
 * @param owner what {@link TablePlace#owner} is of tables that this database makes
 * @param known where metadata is that the database knows; it may lead nowhere
 * @param olderThan folders with younger files may belong to a running transaction
 * @param dryRun whether they are only told
 */
public record OrphanSearch(
    String prefix,
    String database,
    String owner,
    List<String> known,
    Instant olderThan,
    boolean dryRun) {

  public OrphanSearch {
    Objects.requireNonNull(prefix, "prefix is null");
    Objects.requireNonNull(database, "database is null");
    Objects.requireNonNull(owner, "owner is null");
    Objects.requireNonNull(olderThan, "olderThan is null");
    known = List.copyOf(known);
  }
}
