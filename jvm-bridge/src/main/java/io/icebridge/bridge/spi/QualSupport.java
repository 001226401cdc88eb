// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/** How well a table applies a qual. */
public enum QualSupport {
  /** Exactly the rows PostgreSQL would keep; PostgreSQL does not check again. */
  EXACT,
  /** Some rows that do not match may come, none that does is missing; PostgreSQL checks again. */
  PRUNE,
  /** Not looked at. */
  NONE
}
