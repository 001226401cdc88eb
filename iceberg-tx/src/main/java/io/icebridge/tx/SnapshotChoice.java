// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.time.Instant;

/** Which of a table's snapshots is read. */
public sealed interface SnapshotChoice {

  /** The newest of the main branch. */
  record Current() implements SnapshotChoice {}

  /** The one with this id. */
  record Id(long snapshotId) implements SnapshotChoice {}

  /** The one that was current at this time. */
  record AsOf(Instant time) implements SnapshotChoice {}

  /** The one that a tag, or the newest that a branch of this name points at. */
  record Ref(String name) implements SnapshotChoice {}
}
